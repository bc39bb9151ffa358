"""Roles, templates, tellings and what is told besides, as settings."""

import pytest

from cockpit.domain.demands import Telling, Way
from cockpit.domain.procedure import Role, Template
from cockpit.domain.roles import roles_of
from cockpit.domain.templates import templates
from cockpit.settings.load import load

OURS = """
profile = "novavms"
[slack]
token_env = "T"
[slack.channels]
incident = "C1"
noise = "C2"
log = "C3"
[procedure]
criteria = []
quiet = "2m"
mitigations = ["drain"]
mirror = ["note", "mitigation"]
security_groups = ["@secops"]
oncall_group = "@oncall"
room_name = "war-{number}"
[[procedure.roles]]
id = "lead"
title = "Lead"
short = "L"
nudged = true
[[procedure.templates]]
phase = "resolved"
known = "Over: {title}"
next = 0
[[procedure.templates]]
phase = "investigating"
known = "{symptoms}"
[[procedure.levels]]
name = "P1"
cadence = "10m"
tells = [
  { who = "Everybody else", way = "email", to = ["all@example.com"], within = "30m", every = "1h" },
  { id = "noise", who = "n", way = "post", to = ["noise"], groups = ["@leads"], text = "{title}" },
]
"""


def test_they_become_the_domains_words(write):
    write(OURS)
    procedure = load().procedure

    assert procedure.roles == (Role(id="lead", title="Lead", short="L", nudged=True),)
    assert procedure.templates == (
        Template(phase="resolved", known="Over: {title}", next_s=0),
        Template(phase="investigating", known="{symptoms}"),
    )
    assert procedure.levels[0].cadence_s == 600
    assert procedure.levels[0].tells == (
        Telling(
            who="Everybody else",
            way=Way.EMAIL,
            to=("all@example.com",),
            within_s=1800,
            every_s=3600,
        ),
        Telling(
            id="noise",
            who="n",
            way=Way.POST,
            to=("noise",),
            groups=("leads",),
            text="{title}",
        ),
    )
    assert (procedure.quiet_s, procedure.mitigations) == (120, ("drain",))
    assert procedure.mirror == ("note", "mitigation")
    assert (procedure.security_groups, procedure.oncall_group) == (("secops",), "oncall")
    assert procedure.room_name == "war-{number}"
    assert (procedure.channels.log, procedure.channels.of("noise")) == ("C3", "C2")
    assert procedure.channels.of("#novavms-oncall-noise") == "C2"


def test_novavms_names_its_roles_its_phases_and_who_is_told(write):
    write('profile = "novavms"')
    procedure = load().procedure
    p1 = procedure.level("P1")

    assert [role.id for role in roles_of(procedure)] == [
        "commander",
        "communications",
        "investigators",
        "scribe",
    ]
    assert [role.id for role in procedure.roles if role.nudged] == ["communications"]
    assert [t.phase for t in templates(procedure)] == [
        "declare",
        "investigating",
        "identified",
        "mitigating",
        "monitoring",
        "resolved",
        "no change",
    ]
    assert [(t.id, t.way) for t in p1.tells] == [
        ("channel", Way.DECLARE),
        ("outward", Way.UPDATE),
        ("reporter", Way.COPY),
    ]
    assert p1.tells[1].every_s == p1.cadence_s == procedure.cadence_s == 900


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "lead"', 'id = "A Lead"', "procedure.roles[0].id"),
        (
            'to = ["all@example.com"]',
            "to = []",
            'tells[0].to (of "P1") is missing: add the addresses',
        ),
        ('["all@example.com"]', '["all"]', "or name it in [procedure.addresses]"),
        ('["all@example.com"]', '["#all"]', 'tells[0].to[0] (of "P1") is not an e-mail address'),
        ('way = "email"', 'way = "pigeon"', "may be declare, update, post, email, status"),
        (
            'way = "post", to',
            'way = "copy", to',
            'tells[1].groups (of "noise") are tagged in posts alone',
        ),
        ('to = ["noise"]', 'to = ["security"]', "names the security channel, which is not set"),
        ('to = ["noise"]', 'to = ["noise", "log"]', "is a second channel"),
        ('id = "noise"', 'id = "everybody-else"', "is used twice in this level"),
        ('text = "{title}"', 'text = "{cause}"', "has a blank that cannot be filled"),
        ('known = "{symptoms}"', 'known = "{next}"', "has a blank that cannot be filled"),
        ('phase = "investigating"', 'phase = "panic"', "procedure.templates[1].phase"),
        ('phase = "investigating"', 'phase = "resolved"', "is used twice"),
        ('"war-{number}"', '"war-room"', "room_name is no name for channels"),
        ('"war-{number}"', '"War {number}"', "room_name is no name for channels"),
        ('mirror = ["note", "mitigation"]', 'mirror = ["gossip"]', "It may be note or mitigation"),
        ('log = "C3"', "", "mirror[1] needs a log channel, and none is set"),
        ('every = "1h"', 'every = "often"', "is not a duration"),
        ("nudged = true", 'nudged = "yes"', "write true or false"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place_and_the_mend(faults, old, new, fault):
    assert old in OURS
    said = faults(OURS.replace(old, new))

    assert len(said) == 1, said
    assert said[0].startswith("config.toml:")
    assert fault in said[0]
