"""Questions of a thread are remembered briefly, and only a few."""

from bot.threads import KEPT_QUESTIONS, KEPT_SECONDS, KEPT_THREADS, Threads


def test_the_last_questions_of_a_thread_are_remembered() -> None:
    threads = Threads()
    for number in range(KEPT_QUESTIONS + 2):
        threads.add("t", f"q{number}")
    assert threads.before("t") == ("q2", "q3", "q4", "q5", "q6")
    assert threads.before("other") == ()


def test_a_thread_is_forgotten_after_a_while() -> None:
    now = [0.0]
    threads = Threads(lambda: now[0])
    threads.add("t", "q")
    now[0] = KEPT_SECONDS + 1
    assert threads.before("t") == ()


def test_the_oldest_thread_goes_when_there_are_too_many() -> None:
    threads = Threads()
    for number in range(KEPT_THREADS + 1):
        threads.add(str(number), "q")
    assert threads.before("0") == () and threads.before("1") == ("q",)
