"""Every kind of fault, word for word: people read these sentences at night."""

import pytest

TOLD = "use token_env, token_command or token_file, and change the secret if others saw this file"
DURATION = 'write seconds (90) or a text such as "90s", "15m", "1h30m"'
PAGER = '[person]\nemail = "ana@example.com"\n[pagerduty]\ntoken_env = "TOKEN"\n'

CASES = {
    "an unknown key with a near one": (
        '[person]\nnmae = "Ana"',
        'config.toml:2: person.nmae is not a known key: did you mean "name"?',
    ),
    "an unknown key with none near": (
        "[person]\nshoe_size = 43",
        (
            "config.toml:2: person.shoe_size is not a known key: "
            "take it out; known here: name, email and slack_id"
        ),
    ),
    "an unknown table": (
        "\n[helth]\nprobes = []",
        'config.toml:2: helth is not a known key: did you mean "health"?',
    ),
    "a number for a text": (
        "[person]\nname = 5",
        'config.toml:2: person.name is not a text: write it in quotes: "…"',
    ),
    "a text for a truth": (
        '[screen]\nbell = "yes"',
        "config.toml:2: screen.bell is not a yes or no: write true or false, without quotes",
    ),
    "a text for a table": (
        'person = "Ana"',
        "config.toml:1: person is not a table: write it as [person], with its keys below",
    ),
    "a text for a list": (
        '[[health.probes]]\nname = "a"\nurl = "https://a.example"\nexpected = "200"',
        (
            'config.toml:4: health.probes[0].expected (of "a") is not a list: '
            'write it in brackets: ["…", "…"]'
        ),
    ),
    "a text for a list of tables": (
        'repositories = ["."]',
        (
            "config.toml:1: repositories[0] is not a table: "
            "write each entry as [[repositories]], with its keys below"
        ),
    ),
    "no such choice": (
        '[screen]\ntheme = "cockpit-lite"',
        (
            'config.toml:2: screen.theme cannot be "cockpit-lite": did you mean "cockpit-light"? '
            "It may be cockpit-dark, cockpit-light, cockpit-contrast or cockpit-ansi"
        ),
    ),
    "no such evidence": (
        '[[procedure.steps]]\nid = "health"\ntitle = "x"\nevidence = "seen"',
        (
            'config.toml:4: procedure.steps[0].evidence (of "health") cannot be "seen": It may be '
            "acknowledged, declared, health, deploys, reports, update, customer, "
            "impersonated, severity, roles, told, mitigation, caller, called, merged, errors, "
            "announced, look or person"
        ),
    ),
    "a fraction for a whole number": (
        '[[health.probes]]\nname = "a"\nurl = "https://a.example"\nmax_redirects = 1.5',
        (
            'config.toml:4: health.probes[0].max_redirects (of "a") is not a whole number: '
            "write it without quotes and without a point"
        ),
    ),
    "too big a number": (
        '[[health.probes]]\nname = "a"\nurl = "https://a.example"\nmax_redirects = 21',
        'config.toml:4: health.probes[0].max_redirects (of "a") is too big: it may be 20 at most',
    ),
    "no duration": (
        f'{PAGER}poll = "soon"',
        f"config.toml:5: pagerduty.poll is not a duration: {DURATION}",
    ),
    "a truth for a duration": (
        f"{PAGER}poll = true",
        f"config.toml:5: pagerduty.poll is not a duration: {DURATION}",
    ),
    "too long a duration": (
        f'{PAGER}poll = "1h"',
        (
            "config.toml:5: pagerduty.poll is not between 1s and 5m: "
            'write a duration from "1s" to "5m"'
        ),
    ),
    "an endless duration": (
        f"{PAGER}poll = inf",
        (
            "config.toml:5: pagerduty.poll is not between 1s and 5m: "
            'write a duration from "1s" to "5m"'
        ),
    ),
    "no web address": (
        f'{PAGER}api_url = "api.pagerduty.com"',
        (
            "config.toml:5: pagerduty.api_url is not a web address: "
            'write it in full, as "https://api.example.com/path"'
        ),
    ),
    "a token over plain http": (
        f'{PAGER}api_url = "http://api.pagerduty.com"',
        (
            "config.toml:5: pagerduty.api_url is not https, so the token would travel "
            "in the clear: write https://; "
            "plain http is for this machine alone (127.0.0.1, ::1, localhost)"
        ),
    ),
    "a host that only looks like this machine": (
        f'{PAGER}api_url = "http://localhost.example.com"',
        (
            "config.toml:5: pagerduty.api_url is not https, so the token would travel "
            "in the clear: write https://; "
            "plain http is for this machine alone (127.0.0.1, ::1, localhost)"
        ),
    ),
    "a password in an address": (
        f'{PAGER}api_url = "https://ana:canary@api.pagerduty.com"',
        (
            "config.toml:5: pagerduty.api_url has a name or a password in the address: "
            "take it out: addresses are shown on screen and kept in the journal"
        ),
    ),
    "a question in an address": (
        f'{PAGER}api_url = "https://api.pagerduty.com/?key=1"',
        (
            "config.toml:5: pagerduty.api_url has more than a path after the host: "
            "leave out everything from ? or # on"
        ),
    ),
    "no status": (
        '[[health.probes]]\nname = "a"\nurl = "https://a.example"\nexpected = [20]',
        (
            'config.toml:4: health.probes[0].expected[0] (of "a") is not an HTTP status: '
            "write numbers from 100 to 599, as [200, 204]"
        ),
    ),
    "no address": (
        '[[health.probes]]\nname = "a"',
        (
            'config.toml:1: health.probes[0].url (of "a") is missing for the kind "http": '
            'add url = "https://…", the address in full'
        ),
    ),
    "no e-mail address": (
        '[person]\nemail = "ana"',
        'config.toml:2: person.email is not an e-mail address: write it as "ana@example.com"',
    ),
    "no time zone": (
        '[screen]\ntime_zone = "Europe/Lisboa"',
        (
            "config.toml:2: screen.time_zone is not a time zone that this machine knows: "
            'did you mean "Europe/Lisbon"? Else write "UTC" or "local"'
        ),
    ),
    "a secret by name": (
        f'{PAGER}token = "canary"',
        f"config.toml:5: pagerduty.token is a secret in the configuration: {TOLD}",
    ),
    "a secret by another name": (
        '[person]\napi_key = "canary"',
        f"config.toml:2: person.api_key is a secret in the configuration: {TOLD}",
    ),
    "a secret by its shape": (
        '[person]\nname = "xoxb-canary-canary"',
        f"config.toml:2: person.name looks like a secret in the configuration: {TOLD}",
    ),
    "a secret for a variable": (
        '[person]\nemail = "ana@example.com"\n[pagerduty]\ntoken_env = "y_CanaryCanary"',
        (
            "config.toml:4: pagerduty.token_env is not the name of an environment variable "
            "(its value is not shown here): "
            "write the variable's name in capitals, as PAGERDUTY_TOKEN; never the secret itself"
        ),
    ),
    "a secret for a file": (
        '[person]\nemail = "ana@example.com"\n[pagerduty]\ntoken_file = "y_CanaryCanary"',
        (
            "config.toml:4: pagerduty.token_file is not a path with a folder "
            "(its value is not shown here): "
            'write where the file is, as "~/.secrets/pagerduty"; never the secret itself'
        ),
    ),
    "an empty command": (
        '[person]\nemail = "ana@example.com"\n[pagerduty]\ntoken_command = []',
        (
            "config.toml:4: pagerduty.token_command is an empty command: "
            'write program and arguments: ["pass", "show", "pagerduty"]'
        ),
    ),
    "no token": (
        "[slack]",
        'config.toml:1: slack does not say where its token is: add token_env = "SLACK_TOKEN"',
    ),
    "two tokens": (
        '[slack]\ntoken_env = "TOKEN"\ntoken_file = "./token"',
        (
            "config.toml:3: slack.token_file says a second time where the token is, "
            "after token_env: keep one of token_env and token_file"
        ),
    ),
    "nobody to act for": (
        '[pagerduty]\ntoken_env = "TOKEN"',
        (
            "config.toml: person.email is missing: "
            "add your own address in PagerDuty: whatever is done there is done in your name"
        ),
    ),
    "no channel": (
        '[slack]\ntoken_env = "TOKEN"\n[procedure.channels]\nincident = ""',
        (
            "config.toml:1: slack.channels.incident is missing: "
            'add the id of the channel for incidents, as "C012ABCDEF"'
        ),
    ),
    "a name twice": (
        '[[repositories]]\nname = "a"\npath = "x"\n[[repositories]]\nname = "a"\npath = "y"',
        (
            'config.toml:5: repositories[1].name (of "a") is used twice: '
            "give each entry a name of its own"
        ),
    ),
    "an unknown step": (
        '[[health.probes]]\nname = "a"\nurl = "https://a.example"\nstep = "helth"',
        (
            'config.toml:4: health.probes[0].step (of "a") names an unknown step "helth": '
            'did you mean "health"?'
        ),
    ),
    "an unknown repository": (
        '[[repositories]]\nname = "cloud"\npath = "x"\n[[reports]]\nrepository = "clod"',
        (
            'config.toml:5: reports[0].repository names an unknown repository "clod": '
            'did you mean "cloud"?'
        ),
    ),
    "a branch of nothing": (
        '[[reports]]\npath = "x"\nbranch = "main"',
        (
            "config.toml:1: reports[0].repository is missing, but a branch is named: "
            "add the repository that the branch belongs to"
        ),
    ),
    "no folder": (
        '[[reports]]\nname = "soaks"',
        (
            'config.toml:1: reports[0].path (of "soaks") is missing: '
            "add the folder that the reports are in"
        ),
    ),
    "an unknown action": (
        '[keys]\nacknowlege = ["a"]',
        'config.toml:2: keys.acknowlege is not an action: did you mean "acknowledge"?',
    ),
    "one key for two actions": (
        '[keys]\nacknowledge = ["f2"]\ndeclare = ["f2"]',
        "config.toml:3: keys.declare[0] is taken by acknowledge: give each action keys of its own",
    ),
    "an unknown blank": (
        '[procedure.texts]\nupdate = "{known.__class__}"',
        (
            "config.toml:2: procedure.texts.update has a blank that cannot be filled: "
            "the blanks are {incident}, {title}, {known}, {trying}, {next} and {person}"
        ),
    ),
    "an open brace": (
        '[procedure.texts]\ndeclare = "{started} {"',
        (
            "config.toml:2: procedure.texts.declare has a blank that cannot be filled: the blanks "
            "are {incident}, {title}, {started}, {paged_by}, {hypothesis} and {person}"
        ),
    ),
    "a control character": (
        '[person]\nname = "Ana\\u001b[2J"',
        (
            "config.toml:2: person.name has a control character or an invisible one: "
            "type it again, by hand"
        ),
    ),
    "a step's long name": (
        '[health]\nprobes = []\n[[procedure.steps]]\nid = "Look There"\ntitle = "Look"',
        (
            'config.toml:4: procedure.steps[0].id (of "Look There") is not a short name: '
            "use small letters, digits and -"
        ),
    ),
}


@pytest.mark.parametrize(("text", "said"), CASES.values(), ids=CASES.keys())
def test_a_fault_names_file_line_key_reason_and_mend(faults, text, said):
    assert faults(text, actions=("acknowledge", "declare")) == [said]


def test_all_faults_are_said_at_once_in_the_order_of_the_file(faults):
    text = (
        'colour = "red"\n[person]\nnmae = "Ana"\n[pagerduty]\ntoken = "canary"\npoll = "soon"\n'
        '[slack]\n[[health.probes]]\nurl = "x"\n[screen]\nbell = 1'
    )
    said = [fault.split(": ")[:2] for fault in faults(text)]

    assert [(where, key.split()[0]) for where, key in said] == [
        ("config.toml:1", "colour"),
        ("config.toml:2", "person.email"),
        ("config.toml:3", "person.nmae"),
        ("config.toml:5", "pagerduty.token"),
        ("config.toml:6", "pagerduty.poll"),
        ("config.toml:7", "slack"),
        ("config.toml:8", "health.probes[0].name"),
        ("config.toml:9", "health.probes[0].url"),
        ("config.toml:11", "screen.bell"),
    ]


def test_lines_are_right_after_texts_and_lists_of_many_lines(faults):
    text = (
        '# [person]\n[procedure]\nwarn_at = [ # "x"\n  "5m",\n  [60],\n]\n'
        'title = """\n[person]\nnmae = 1\n"""\n"cadence" = "often"\n'
        "[[procedure.ladder]]\nrole = 'a'\n[[procedure.ladder]]\nrole = 5\n"
    )
    said = [fault.split(" is ")[0] for fault in faults(text)]

    assert said == [
        "config.toml:3: procedure.warn_at[1]",
        "config.toml:11: procedure.cadence",
        "config.toml:15: procedure.ladder[1].role",
    ]


def test_a_hostile_key_is_shown_harmless_and_a_token_as_a_key_not_at_all(faults):
    said = faults('"\\u001b[2J" = 1\n"xoxb-canary-canary" = 2')

    assert [fault.split(" is ")[0] for fault in said] == [
        "config.toml:1: (nothing that can be shown)",
        "config.toml:2: (looks like a token, not shown)",
    ]
