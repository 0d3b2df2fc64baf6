"""A worker: answers one request after the other, confined, until it is killed or let go."""

import os
import signal
import socket
import threading
from typing import TYPE_CHECKING, Final, NoReturn

from diplold.serve import channel as messages
from diplold.serve import confinement
from diplold.serve.channel import Message
from diplold.serve.settings import Settings

if TYPE_CHECKING:
    from diplold.serve.answers import Answers

GRACE: Final = 2.0
"""Seconds after the deadline at which a worker ends by itself, should nobody have killed it."""


def run(channel: socket.socket, answers: "Answers", settings: Settings, parent: int) -> NoReturn:
    """Be a worker, in a process that was just forked; never returns."""
    try:
        confinement.die_with_parent(parent)
        channel = confinement.keep_only(channel)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever it is doing
        threading.stack_size(confinement.STACK)
        thread = threading.Thread(target=_answer_all, args=(channel, answers, settings))
        thread.start()
        thread.join()
    finally:
        os._exit(0)


def _answer_all(channel: socket.socket, answers: "Answers", settings: Settings) -> None:
    try:
        # Not before the thread with its stack is there: one that cannot start would hang.
        confinement.bound_memory(settings.memory)
        while request := messages.receive(channel):
            signal.setitimer(signal.ITIMER_REAL, settings.timeout + GRACE)
            reply = _answer(answers, request)
            channel.sendall(messages.pack(reply))
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        os._exit(0)


def _answer(answers: "Answers", request: Message) -> Message:
    try:
        return answers.answer(request)
    except MemoryError:
        return Message({"status": 507, "problem": "memory"})
    except Exception as error:  # noqa: BLE001 -- a bug of ours, told as one
        return Message({"status": 500, "problem": "bug", "detail": f"{type(error).__name__}"})
