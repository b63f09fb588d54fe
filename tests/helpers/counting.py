"""Work that is counted, not timed: calls of functions are the same on every machine, however busy it is.

What one call does inside (a search that reads a megabyte) is not seen; ``make test-hold`` reads against the clock.
"""

import sys


def calls(work, argument, *names):
    """How many functions are called meanwhile, be they written in Python or in C; only those of these names, if any."""
    count = 0

    def see(frame, event, called):
        nonlocal count
        if event == "call":
            count += not names or frame.f_code.co_name in names
        elif event == "c_call":
            count += not names or called.__name__ in names

    sys.setprofile(see)
    try:
        work(argument)
    finally:
        sys.setprofile(None)
    return count


def growth(work, make):
    """How many times the calls for twice as much are those for once, what any work costs left out.

    ``make`` gives the argument of the work, for once, twice and four times as much.
    """
    once, twice, four_times = (calls(work, make(times)) for times in (1, 2, 4))
    return (four_times - twice) / max(twice - once, 100)


def growth_of_text(work, text):
    """The growth of the work on a text said once, twice and four times."""
    return growth(work, text.__mul__)
