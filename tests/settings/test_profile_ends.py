"""What a profile leaves open is said before it is needed, and refuses nothing."""

import pytest

from cockpit.settings.load import load
from cockpit.settings.profiles import shipped


def looks(write, text: str) -> list[str]:
    write(text)
    return [f"{fault.key} {fault.reason}: {fault.mend}" for fault in load().warnings]


@pytest.mark.parametrize("name", [name for name in shipped() if name != "invisible"])
def test_a_shipped_profile_leaves_nothing_open(write, name):
    assert looks(write, f'profile = "{name}"') == []


def test_a_company_that_has_no_address_yet_is_named_once(write):
    (said,) = looks(write, 'profile = "invisible"')

    assert said == (
        "procedure.addresses.company has no address, so no e-mail can go there: "
        'add them to your own configuration: company = ["everyone@example.com"]'
    )
    given = '[procedure.addresses]\ncompany = ["all@example.com"]'
    assert looks(write, f'profile = "invisible"\n{given}') == []


def test_a_reason_above_somebody_who_is_on_no_rung_is_pointed_at(write):
    ladder = '[[procedure.ladder]]\nrole = "secondry"\nafter = "15m"\n'
    (said,) = looks(write, ladder)

    assert 'names "secondary", who stands on no rung: the second one counts' in said
    assert 'did you mean "secondry"?' in said


def test_a_step_that_waits_for_somebody_to_be_told_names_somebody(write):
    steps = '[[procedure.steps]]\nid = "tell"\ntitle = "Tell"\nevidence = "told"\n'
    (said,) = looks(write, f'profile = "pulumi"\n{steps}')

    assert said.startswith('procedure.steps[0].id (of "tell") is nobody\'s who is told')
    assert "customers" in said
