"""Decide on an answer to a message of a followed channel, in its thread (I9); pure."""

from cockpit.domain import texts
from cockpit.domain.actions_talk import AnswerMessage
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage
from cockpit.domain.facts import ChangeRequested
from cockpit.domain.parts import weight


def answer(action: AnswerMessage, ground: Ground) -> Decision:
    """The message in the thread, with the name of whoever writes it: the chat knows the app."""
    said = action.text.strip()
    if not said:
        return Refusal(reason="an empty answer says nothing")
    text = f"{ground.me.name}: {said}" if ground.me.name else said
    if weight(text) > texts.LIMIT:
        return Refusal(
            reason=f"{weight(text)} characters are too many for one message: at most {texts.LIMIT}"
        )
    request = ground.new_id()
    post = PostMessage(
        id=f"{request}.post",
        incident_id="",
        channel=action.channel,
        text=text,
        thread=action.ts,
    )
    where = ground.procedure.channels.name(action.channel)
    words = f"answer {action.author or 'somebody'} in {where}: {said}"
    return (ChangeRequested(id=request, incident_id="", words=words, effects=(post,)),)
