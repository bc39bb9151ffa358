"""Readings are bounded, and a source's last success and last attempt are kept apart."""

from situations import after

from cockpit.domain.evidence import Health, Sample
from cockpit.domain.readings import Answered, Asked, Freshness, Readings, Sampled


def _sample(minutes):
    return Sample(at=after(minutes), health=Health.GOOD, status=200, latency_s=0.1, detail="200")


def test_a_probe_keeps_its_newest_samples():
    readings = Readings(history=3)
    for minute in range(5):
        readings.take(Sampled(probe="api", sample=_sample(minute)))

    assert [s.at for s in readings.samples("api")] == [after(2), after(3), after(4)]
    assert readings.latest("api") == _sample(4)


def test_a_probe_that_never_looked_has_nothing():
    assert (Readings().samples("api"), Readings().latest("api")) == ((), None)


def test_what_was_read_of_the_past_is_no_look():
    readings = Readings()
    readings.take(Sampled(probe="api", sample=_sample(1), is_past=True))

    assert (readings.latest("api"), readings.has_looked("api")) == (_sample(1), False)

    readings.take(Sampled(probe="api", sample=_sample(2)))

    assert readings.has_looked("api")


def test_a_failed_attempt_does_not_make_what_is_known_younger():
    readings = Readings()
    readings.take(Answered(source="Slack", at=after(1), good=True))
    readings.take(Asked(source="Slack", at=after(2)))

    assert readings.freshness("Slack").asking_since == after(2)
    readings.take(Answered(source="Slack", at=after(3), good=False))

    assert readings.freshness("Slack") == Freshness(answered_at=after(1), tried_at=after(3))
    assert list(readings.sources) == ["Slack"]


def test_before_the_first_attempt_nothing_is_claimed():
    assert Readings().freshness("Slack") == Freshness()
