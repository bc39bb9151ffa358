"""Keys that show something, or move about; in the table's order."""

from cockpit.domain import possible
from cockpit.keys.key import Key, Reach

LOOKING = (
    Key(
        id="on-call",
        keys=("w",),
        words="on call",
        help="Show who is on call now and next, gaps, and your next shifts.",
    ),
    Key(
        id="shift",
        keys=("v",),
        words="shift",
        help="Begin and end your shift, write down what belongs to it; its start, who comes next.",
    ),
    Key(
        id="handover",
        keys=("V",),
        words="handover",
        help="Hand your shift over: read, edit and post the note; whether it was taken.",
    ),
    Key(
        id="policy",
        keys=("p",),
        help="Compare the escalation policy with the one that is wanted, and rotate it.",
    ),
    Key(
        id="doctor",
        keys=("D",),
        help="Check whether you and this machine are ready for the shift.",
    ),
    Key(
        id="open",
        keys=("o",),
        help="Show the incident's link and copy it.",
        refusal=possible.needs_incident,
    ),
    Key(
        id="runbooks",
        keys=("b",),
        words="runbooks",
        help="Read the runbooks beside the incident, have their commands run; what was learnt.",
    ),
    Key(
        id="learn",
        keys=("B",),
        help="Write down what was hard to find: it stands beside the runbooks from then on.",
    ),
    Key(
        id="find",
        keys=("slash",),
        help="Find words in all that is recorded and in all reports, and read on where they stand.",
    ),
    Key(
        id="look",
        keys=("l",),
        help="Show where to look: metrics, logs, traces for the time of it; and whom to ask.",
    ),
    Key(
        id="replay",
        keys=("L",),
        help="Look back: play the incident again from the journal, held and stepped as you like.",
        refusal=possible.needs_incident,
        reach=Reach.ONE,
    ),
    Key(
        id="errors",
        keys=("E",),
        help="Go to the errors: what is new since the trouble began; Enter says more of one.",
        refusal=possible.needs_tracker,
    ),
    Key(
        id="items",
        keys=("I",),
        words="items",
        help="List action items, the overdue first; add, change and file them as tickets.",
    ),
    Key(
        id="close",
        keys=("C",),
        help="Show what an incident lacks before it may be called closed, and close it.",
    ),
    Key(
        id="papers",
        keys=("F",),
        words="papers",
        help="Read, edit, write and file the papers of this incident: the postmortem.",
    ),
    Key(
        id="again",
        keys=("g",),
        help="Ask every source again now.",
    ),
    Key(
        id="panes",
        keys=("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        help="Go to the pane of that number.",
        palette=False,
    ),
    Key(
        id="next-pane",
        keys=("tab",),
        help="Go to the next pane; Shift+Tab to the one before.",
        palette=False,
    ),
    Key(
        id="detail",
        keys=("enter",),
        help="Open what is selected in the pane.",
        palette=False,
    ),
    Key(
        id="post",
        keys=("ctrl+enter", "ctrl+s"),
        help="Post what is written (Ctrl+S for terminals that cannot send Ctrl+Enter).",
        palette=False,
    ),
    Key(
        id="palette",
        keys=("ctrl+p",),
        help="Find any action by name.",
        palette=False,
    ),
    Key(
        id="help",
        keys=("question_mark",),
        words="help",
        help="Show this help.",
    ),
    Key(
        id="back",
        keys=("escape",),
        help="Go back; what was written is kept as a draft.",
        palette=False,
    ),
    Key(
        id="quit",
        keys=("q",),
        words="quit",
        help="Quit; asks when an incident is open or something is still to be sent.",
    ),
)
