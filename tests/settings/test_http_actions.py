"""Services of one's own and HTTP actions: what may be written, and what is refused in words."""

import io

import pytest

from cockpit.cli import config
from cockpit.domain.http_actions import Keep, Kind, Need
from cockpit.settings.load import load

LOOKUP = (
    '[[procedure.http_actions]]\nid = "orgs"\ntitle = "Orgs"\nservice = "platform"\n'
    'kind = "lookup"\nmethod = "GET"\npath = "/orgs?query={query}"\n'
)
ACT = (
    '[[procedure.http_actions]]\nid = "flag"\ntitle = "Flag"\nservice = "platform"\n'
    'path = "/flags/{input}"\nask = "Which"\n'
)
HTTP = '[[http]]\nname = "platform"\nurl = "https://platform.example.com"\n'

CASES = {
    "in the clear": (
        '[[http]]\nname = "platform"\nurl = "http://platform.example.com"\n',
        'config.toml:3: http[0].url (of "platform") is not https, so the token would travel in',
    ),
    "the token itself": (
        f'{HTTP}token = "x"\n',
        'config.toml:4: http[0].token (of "platform") is a secret in the configuration',
    ),
    "two tokens": (
        f'{HTTP}token_env = "A"\ntoken_file = "~/x"\n',
        'http[0].token_file (of "platform") says a second time where the token is',
    ),
    "a token for a scheme": (
        f'{HTTP}scheme = "Bearer xyz"\n',
        "is not the word before a token (its value is not shown here)",
    ),
    "a name twice": (f"{HTTP}{HTTP}", "is used twice: give each entry a name of its own"),
    "another host": (
        ACT.replace("/flags/{input}", "//evil.example/{input}"),
        "is not an address below the service's",
    ),
    "an unknown blank": (
        LOOKUP.replace("{query}", "{query}&o={org_id}"),
        "has a blank that cannot be filled: the blanks are {query}, {incident_id}",
    ),
    "a look-up for nothing": (
        LOOKUP.replace("?query={query}", ""),
        "does not say what is looked for",
    ),
    "a secret of a look-up": (f'{LOOKUP}secret = "token"\n', "is for acts"),
    "a list with a blank of a look-up": (
        LOOKUP.replace('kind = "lookup"', 'kind = "list"'),
        "has a blank that cannot be filled: the blanks are {person}",
    ),
    "a list by which something is done": (
        LOOKUP.replace('kind = "lookup"', 'kind = "list"').replace("?query={query}", "")
        + 'confirm = "yes"\n',
        "is for acts",
    ),
    "a body that is none": (f"{ACT}body = '{{\"a\": }}'\n", "is not JSON"),
    "an unknown blank in a body": (
        f'{ACT}body = \'{{"a": "{{who}}"}}\'\n',
        "has a blank that cannot be filled",
    ),
    "an act by GET": (f'{ACT}method = "GET"\n', "is GET, which changes nothing"),
    "an input that nobody is asked for": (
        ACT.replace('ask = "Which"\n', ""),
        "is missing, but {input} is used",
    ),
    "an org that nobody has looked up": (
        ACT.replace("{input}", "{org_id}/{input}"),
        "does not say that an org is looked up first",
    ),
    "in without a question": (
        f'{ACT}requires = ["allowed"]\n',
        "lets somebody into an org without a question",
    ),
    "an unknown need": (
        f'{ACT}requires = ["luck"]\n',
        'cannot be "luck": It may be org, allowed, caller or confirmation',
    ),
    "credentials in a header": (
        f'{ACT}headers = ["Authorization: Bearer x"]\n',
        "is a header that cannot be set here",
    ),
    "two headers in one": (f'{ACT}headers = ["X-A: b\\nX-C: d"]\n', "is no header"),
    "no path": (f'{ACT}keep = ["$..x"]\n', "is no value to keep"),
}


@pytest.mark.parametrize(("text", "words"), CASES.values(), ids=CASES)
def test_what_is_wrong_is_said_with_its_mend(write, text: str, words: str) -> None:
    write(text)
    out, err = io.StringIO(), io.StringIO()

    assert config.check(out, err, actions=(), clashes=lambda _wanted: ()) == 2
    assert words in " ".join(err.getvalue().split())


def test_an_organisation_adds_its_own(write) -> None:
    trace = (
        '[procedure.http_actions.trace]\npath = "/acts?ref={incident_id}"\n'
        'where = ["ref = {incident_id}"]\n'
    )
    write(
        f'{HTTP}token_env = "PLATFORM"\nheader = "X-Key"\nscheme = ""\n{LOOKUP}'
        f'keep = ["plan", "cameras = usage.cameras"]\n{ACT}headers = ["X-Why: on call"]\n{trace}'
    )
    settings = load()
    lookup, act = settings.procedure.http_actions

    assert settings.procedure.http_services == ("platform",)
    assert (settings.http[0].header, settings.http[0].scheme) == ("X-Key", "")
    assert settings.http_tokens["platform"].variable == "PLATFORM"
    assert (lookup.kind, act.kind) == (Kind.LOOKUP, Kind.ACT)
    assert lookup.keep == (
        Keep(name="plan", path="plan"),
        Keep(name="cameras", path="usage.cameras"),
    )
    assert act.needs == (Need.CONFIRMATION,)
    assert act.headers == (("X-Why", "on call"),)
    assert act.trace is not None
    assert act.trace.where == (("ref", "{incident_id}"),)


def test_the_shipped_profile_asks_for_a_token_exactly_as_the_procedure_says(write) -> None:
    write('profile = "novavms"')
    lookup, listing, mint = load().procedure.http_actions

    assert (lookup.kind, listing.kind) == (Kind.LOOKUP, Kind.LIST)
    assert mint.needs == (Need.ORG, Need.ALLOWED, Need.CALLER, Need.CONFIRMATION)
    assert '"reason": "P1 incident {incident_id}"' in mint.body
    assert '"ticket_ref": "{incident_id}"' in mint.body
    assert mint.secret == "token"
