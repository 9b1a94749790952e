"""What a long piece of work is at: told to who listens, and ended by who no longer waits."""

import pytest

from kkm_helpers.progress import begin, counted, listening


def test_who_listens_hears_what_begins_and_nobody_else():
    heard = []
    begin("vorher", "before")
    with listening(lambda de, en: heard.append((de, en))):
        begin("Blatt", "sheet")
        assert list(counted("Folie", "slide", "ab")) == ["a", "b"]
    begin("nachher", "after")
    assert heard == [("Blatt", "sheet"), ("Folie 1 von 2", "slide 1 of 2"), ("Folie 2 von 2", "slide 2 of 2")]


def test_a_listener_that_raises_ends_the_work_and_hears_no_more():
    def stop(_de, _en):
        raise TimeoutError

    with pytest.raises(TimeoutError), listening(stop):
        begin("Blatt", "sheet")
    begin("Blatt", "sheet")
