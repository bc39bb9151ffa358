"""Only who was chosen is notified, and whoever was chosen surely is."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_rig import ANA, BEN, EVERYBODY, HERE, ONCALL, posted, saying
from stand import Stand

from cockpit.adapters.slack import Slack
from cockpit.adapters.slack_text import composed, gist, readable
from cockpit.domain.chat import Mention, Reach
from cockpit.domain.effects import Purpose
from cockpit.ports.outside import Refused

FULL = Mention(reach=Reach.PERSON, name="Ana Ribeiro", id="U1")
SHORT = Mention(reach=Reach.PERSON, name="Ana", id="U2")


@pytest.mark.parametrize(
    ("text", "mentions", "sent"),
    [
        ("@ana look", [ANA], "<@U0ANA> look"),
        ("look, @ana.", [ANA], "look, <@U0ANA>."),
        ("@ana @ana", [ANA], "<@U0ANA> <@U0ANA>"),
        ("(@oncall)", [ONCALL], "(<!subteam^S0ONCALL>)"),
        ("@here and @channel", [HERE, EVERYBODY], "<!here> and <!channel>"),
        ("@here", [], "@here"),
        ("<!here> <@U0ANA>", [ANA], "&lt;!here&gt; &lt;@U0ANA&gt;\n<@U0ANA>"),
        ("@anabel @ana_b x@ana.io @@ana", [ANA], "@anabel @ana_b x@ana.io @@ana\n<@U0ANA>"),
        ("@ana.ribeiro and @ana-2", [ANA], "@ana.ribeiro and @ana-2\n<@U0ANA>"),
        ("@Ana Ribeiro, @Ana", [SHORT, FULL], "<@U1>, <@U2>"),
        ("@Ana Ribeiros", [SHORT, FULL], "<@U2> Ribeiros\n<@U1>"),
        ("nobody", [ANA, BEN, ANA], "nobody\n<@U0ANA> <@U0BEN>"),
        ("a & b @ben <c>", [BEN], "a &amp; b <@U0BEN> &lt;c&gt;"),
        ("", [BEN], "<@U0BEN>"),
        ("`@ana` x", [ANA], "<@U0ANA>\n`@ana` x"),
        ("x", [Mention(reach=Reach.PERSON, name="", id="U7")], "x\n<@U7>"),
    ],
)
def test_a_mention_is_live_where_its_name_is_a_word(
    text: str, mentions: list[Mention], sent: str
) -> None:
    assert composed(text, mentions) == sent


def test_two_of_one_name_are_both_notified() -> None:
    one, two = (Mention(reach=Reach.PERSON, name="Alex", id=key) for key in ("U1", "U2"))

    assert composed("@Alex and @Alex", [one, two]) == "<@U1> and <@U2>"
    assert composed("@Alex", [one, two]) == "<@U1>\n<@U2>"


def test_names_are_no_patterns() -> None:
    odd = Mention(reach=Reach.PERSON, name="a.*(<&", id="U1")

    assert composed("@abc @a.*(<& x", [odd]) == "@abc <@U1> x"


@pytest.mark.parametrize("key", ["", "U1>", "U1|x", "!here", "u1", "U1><!channel"])
def test_an_id_that_slack_cannot_know_is_refused(key: str) -> None:
    with pytest.raises(Refused, match="cannot tell who @eve is"):
        composed("@eve", [Mention(reach=Reach.PERSON, name="eve", id=key)])


@given(st.text(alphabet="@ana <!>|&`here\n", max_size=60))
def test_no_text_makes_a_mention_of_its_own(text: str) -> None:
    sent = composed(text, [ANA])

    assert sent.replace("<@U0ANA>", "").count("<") == 0
    assert "<@U0ANA>" in sent


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("see https://x.example/a&b", "see <https://x.example/a&amp;b>"),
        ("mail a@b.example", "mail <mailto:a@b.example|a@b.example>"),
        ("x.example is down", "<http://x.example|x.example> is down"),
        ("<@U1> <!subteam^S1>", "<@U1|ana> <!subteam^S1|@oncall>"),
        ("a &lt; b", " a &lt;  b\n"),
    ],
)
def test_what_slack_makes_of_a_text_says_the_same(sent: str, stored: str) -> None:
    assert gist(sent) == gist(stored)
    assert gist(sent) != gist(f"{stored} not")


async def test_those_who_were_chosen_are_notified_and_nobody_else(
    stand: Stand, slack: Slack
) -> None:
    text = "@oncall, @ben: <!channel> *bold* @here"
    await slack.post(saying(text, "m", mentions=[ONCALL, BEN]), "")

    (there,) = posted(stand, "m")
    assert there["notifies"] == ["!subteam^S0ONCALL", "@U0BEN"]
    assert there["text"] == "<!subteam^S0ONCALL>, <@U0BEN>: &lt;!channel&gt; *bold* @here"


async def test_somebody_named_in_code_is_notified_all_the_same(stand: Stand, slack: Slack) -> None:
    await slack.post(saying("```\nps | grep x  # @ben", "m", mentions=[BEN, HERE]), "")

    (there,) = posted(stand, "m")
    assert there["notifies"] == ["@U0BEN", "!here"]


async def test_without_mentions_marks_stay_letters(stand: Stand, slack: Slack) -> None:
    await slack.post(saying("rm *_old* ~now~ @channel", "m"), "")

    (there,) = posted(stand, "m")
    assert (there["mrkdwn"], there["notifies"]) == (False, [])


async def test_other_cockpits_read_what_a_message_is_for(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "p", purpose=Purpose.DECLARATION), "")
    about = [("role", "commander"), ("person", "PANA001"), ("who", "Ana\x1b[31m\u202e")]
    await slack.post(saying("a role", "r", purpose=Purpose.ROLE, about=about), parent.ts)
    many = [(f"n{n}", "ü" * 400) for n in range(40)]
    await slack.post(saying("much", "x", about=many), parent.ts)

    role, much = (await slack.replies("C0INCIDENT", parent.ts, "")).replies

    assert (role.ours, role.purpose) == ("r", "role")
    assert role.about == (("role", "commander"), ("person", "PANA001"), ("who", "Ana"))
    assert (much.ours, much.purpose) == ("x", "")
    assert 0 < len(much.about) <= 20
    assert all(len(value) <= 300 for _, value in much.about)


async def test_foreign_metadata_is_harmless_and_not_ours(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "p"), "")

    def forge(kind: str, payload: object) -> None:
        metadata = {"event_type": kind, "event_payload": payload}
        given = {"channel": "C0INCIDENT", "text": "x", "thread_ts": parent.ts}
        httpx.post(
            f"{stand.slack}chat.postMessage",
            json={**given, "metadata": metadata},
            headers={"Authorization": "Bearer xoxp-standin-ben"},
            trust_env=False,
        )

    forge("other_app", {"id": "p", "purpose": "role"})
    forge(
        "cockpit_effect", {"id": 7, "purpose": ["x"], "about_": "n", "about_a": {"b": "c\x1b[2J"}}
    )
    forge("cockpit_effect", {"id": "z\u202e\x1b]0;t\x07", "purpose": "p" * 99, "about_k": None})

    other, odd, late = (await slack.replies("C0INCIDENT", parent.ts, "")).replies

    assert (other.ours, other.purpose, other.about) == ("", "", ())
    assert (odd.ours, odd.purpose, odd.about) == ("", "", (("a.b", "c"),))
    assert (late.ours, late.about) == ("z", ())
    assert len(late.purpose) <= 40


def test_a_text_with_mentions_reads_as_it_was_typed() -> None:
    sent = composed("@ben and @here: a < b", [BEN, HERE])

    assert readable(sent, lambda user: {"U0BEN": "ben"}[user]) == "@ben and @here: a < b"
