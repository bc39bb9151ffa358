"""Selected incidents: by id, whatever the list does; nothing hidden or new is ever acted upon."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cockpit.domain.marks import Marks, picked

ROWS = ("Q1", "Q2", "Q3", "Q4", "Q5")


def test_a_selection_goes_before_the_cursor():
    assert picked(Marks(), "Q2", ROWS) == ("Q2",)
    assert picked(Marks(frozenset(("Q4", "Q1"))), "Q2", ROWS) == ("Q1", "Q4")


def test_without_anything_under_the_cursor_nothing_is_picked():
    assert picked(Marks(), "", ROWS) == ()
    assert picked(Marks(), "Q9", ROWS) == ()


def test_a_selection_that_is_hidden_is_not_replaced_by_the_cursor():
    assert picked(Marks(frozenset(("Q8",))), "Q2", ROWS) == ()


def test_a_range_follows_the_cursor_both_ways_and_leaves_what_was_selected_before():
    marks = Marks(frozenset(("Q5",))).begun("Q3")

    assert marks.stretched(ROWS, "Q4").ids == {"Q3", "Q4", "Q5"}
    assert marks.stretched(ROWS, "Q4").stretched(ROWS, "Q1").ids == {"Q1", "Q2", "Q3", "Q5"}
    assert marks.stretched(ROWS, "Q3").ended() == Marks(frozenset(("Q3", "Q5")))


def test_a_range_whose_beginning_is_gone_begins_anew():
    marks = Marks().begun("Q9").stretched(ROWS, "Q2")

    assert (marks.anchor, marks.ids) == ("Q2", {"Q9", "Q2"})


def test_a_range_does_not_reach_to_what_is_not_listed():
    marks = Marks().begun("Q1")

    assert marks.stretched(ROWS, "Q9") is marks


def test_all_selects_what_is_shown_and_again_unselects_it():
    some = Marks(frozenset(("Q9",))).with_all(ROWS)

    assert some.ids == {"Q9", *ROWS}
    assert some.with_all(ROWS).ids == {"Q9"}
    assert Marks().with_all(()).ids == frozenset()


def test_what_is_not_open_any_more_is_not_selected_any_more():
    marks = Marks().begun("Q1").stretched(ROWS, "Q3")

    assert marks.kept(ROWS) is marks
    assert marks.kept(("Q2", "Q3")) == Marks(frozenset(("Q2", "Q3")))


class AListThatMoves(RuleBasedStateMachine):
    """Any mixture of what a person does and of what arrives."""

    def __init__(self):
        super().__init__()
        self.running = ["Q1", "Q2", "Q3"]
        self.shown = list(self.running)
        self.born = 3
        self.cursor = "Q1"
        self.marks = Marks()
        self.touched = set()
        """Incidents that were ever selected by hand: in sight, and meant."""

    # --- what arrives ---

    @rule(place=st.integers(0, 20), fits=st.booleans())
    def a_new_one(self, place, fits):
        self.born += 1
        key = f"Q{self.born}"
        self.running.insert(place % (len(self.running) + 1), key)
        if fits:
            self.shown.insert(place % (len(self.shown) + 1), key)

    @precondition(lambda self: self.running)
    @rule(place=st.integers(0, 20))
    def one_is_resolved(self, place):
        gone = self.running.pop(place % len(self.running))
        self.shown = [key for key in self.shown if key != gone]
        self.cursor = "" if self.cursor == gone else self.cursor
        self.marks = self.marks.kept(self.running)

    @rule(data=st.data())
    def a_new_order(self, data):
        self.shown = data.draw(st.permutations(self.shown))

    # --- what the person does ---

    @rule(data=st.data())
    def a_filter(self, data):
        fitting = data.draw(st.sets(st.sampled_from(self.running))) if self.running else set()
        self.shown = [key for key in self.running if key in fitting]
        self.cursor = self.cursor if self.cursor in self.shown else ""

    @precondition(lambda self: self.shown)
    @rule(place=st.integers(0, 20))
    def moves(self, place):
        self.cursor = self.shown[place % len(self.shown)]
        if self.marks.anchor:
            before = self.marks.ids
            self.marks = self.marks.stretched(self.shown, self.cursor)
            self.touched |= self.marks.ids - before
            assert self.marks.ids - before <= set(self.shown)

    @precondition(lambda self: self.cursor in self.shown)
    @rule()
    def selects(self):
        self.marks = self.marks.toggled(self.cursor)
        self.touched.add(self.cursor)

    @precondition(lambda self: self.cursor in self.shown)
    @rule()
    def begins_a_range(self):
        self.marks = self.marks.begun(self.cursor)
        self.touched.add(self.cursor)

    @rule()
    def ends_a_range(self):
        self.marks = self.marks.ended()

    @rule()
    def selects_all(self):
        self.marks = self.marks.with_all(self.shown)
        self.touched |= set(self.shown)

    # --- what must hold ---

    @invariant()
    def only_what_is_seen_and_meant_is_acted_upon(self):
        found = picked(self.marks, self.cursor, self.shown)

        assert set(found) <= set(self.shown)
        assert self.marks.ids <= self.touched
        if self.marks.ids:
            assert set(found) == self.marks.ids & set(self.shown)
        else:
            assert found in {(), (self.cursor,)}

    @invariant()
    def nothing_that_is_over_is_selected(self):
        assert self.marks.ids <= set(self.running)
        assert self.marks.anchor in {"", *self.running}


TestAListThatMoves = AListThatMoves.TestCase
TestAListThatMoves.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
