"""Polls as TDLib makes them and reads them: it checks that counts, answers and results agree."""

from __future__ import annotations

from typing import Any

from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, unique, within


def words(text: str) -> Record:
    return {"@type": "formattedText", "text": text}


def ask(device: Client, chat: int, question: str, **more: Any) -> None:
    options = [{"@type": "inputPollOption", "text": words(text)} for text in ("one", "two", "three")]
    values: Record = {"is_anonymous": False, "type": {"@type": "inputPollTypeRegular"}, **more}
    content = {"@type": "inputMessagePoll", "question": words(question), "options": options, **values}
    device.do("ask", kind="sendMessage", fields={"chat_id": chat, "input_message_content": content})


def poll_in(device: Client, chat: int, question: str) -> Record | None:
    """The poll with this question in the newest messages of a chat, with the message's id."""
    fields = {"chat_id": chat, "from_message_id": 0, "offset": 0, "limit": 10, "only_local": False}
    for message in device.do("ask", kind="getChatHistory", fields=fields)["messages"]:
        poll = message["content"].get("poll")
        if poll and poll["question"]["text"] == question and not message.get("sending_state"):
            voters = [(one["voter_count"], one["is_chosen"]) for one in poll["options"]]
            return {**poll, "voters": voters, "message": message["id"]}
    return None


def poll_of(device: Client, chat: int, question: str) -> Record:
    within(lambda: poll_in(device, chat, question) is not None)
    found = poll_in(device, chat, question)
    assert found is not None
    return found


def vote(device: Client, chat: int, message: int, *options: int) -> None:
    fields = {"chat_id": chat, "message_id": message, "option_ids": list(options)}
    device.do("ask", kind="setPollAnswer", fields=fields)


def unseen(device: Client, chat: int) -> int:
    """Polls of one's own with votes that were not looked at."""
    return int(device.do("ask", kind="getChat", fields={"chat_id": chat})["unread_poll_vote_count"])


def group(client: Make, phone: Phones) -> tuple[Client, Client, int]:
    sara = client("tdlib").sign_up(phone(), "Sara")
    reza = client("tdlib").sign_up(phone(), "Reza")
    assert sara.do("import_contact", phone=reza.phone, first_name="Reza") == reza.id
    assert reza.do("import_contact", phone=sara.phone, first_name="Sara") == sara.id
    chat = sara.do("create_group", title=unique("group"), users=[reza.id])
    reza.wait("message", chat=chat)
    return sara, reza, chat


def test_a_poll_is_voted_in_and_closed(client: Make, phone: Phones) -> None:
    sara, reza, chat = group(client, phone)
    question = unique("which")
    ask(sara, chat, question, allows_revoting=True)
    theirs = poll_of(reza, chat, question)["message"]
    own = poll_of(sara, chat, question)["message"]
    vote(reza, chat, theirs, 1)
    assert poll_of(reza, chat, question)["voters"] == [(0, False), (1, True), (0, False)]
    within(lambda: poll_of(sara, chat, question)["voters"] == [(0, False), (1, False), (0, False)])
    shown = poll_of(sara, chat, question)
    assert [one["user_id"] for one in shown["recent_voter_ids"]] == [reza.id]
    assert [one["user_id"] for one in shown["options"][1]["recent_voter_ids"]] == [reza.id]
    within(lambda: unseen(sara, chat) == 1)
    sara.do("ask", kind="readAllChatPollVotes", fields={"chat_id": chat})
    within(lambda: unseen(sara, chat) == 0)
    vote(sara, chat, own, 2)
    within(lambda: poll_of(reza, chat, question)["total_voter_count"] == 2)
    fields = {"chat_id": chat, "message_id": own, "option_id": 1, "offset": 0, "limit": 10}
    voters = sara.do("ask", kind="getPollVoters", fields=fields)["voters"]
    assert [one["voter_id"]["user_id"] for one in voters] == [reza.id]
    vote(reza, chat, theirs)
    within(lambda: poll_of(sara, chat, question)["voters"] == [(0, False), (0, False), (1, True)])
    sara.do("ask", kind="stopPoll", fields={"chat_id": chat, "message_id": own})
    within(lambda: poll_of(reza, chat, question)["is_closed"])


def test_a_quiz_tells_the_answer_after_the_vote(client: Make, phone: Phones) -> None:
    sara, reza, chat = group(client, phone)
    question = unique("capital")
    quiz = {"@type": "inputPollTypeQuiz", "correct_option_ids": [2], "explanation": words("because")}
    ask(sara, chat, question, type=quiz, is_anonymous=True)
    found = poll_of(reza, chat, question)
    assert found["type"]["correct_option_ids"] == []
    vote(reza, chat, found["message"], 0)
    found = poll_of(reza, chat, question)
    assert found["type"]["correct_option_ids"] == [2]
    assert found["type"]["explanation"]["text"] == "because"


def test_answers_are_added_and_deleted(client: Make, phone: Phones) -> None:
    sara, reza, chat = group(client, phone)
    question = unique("which")
    ask(sara, chat, question, type={"@type": "inputPollTypeRegular", "allow_adding_options": True})
    theirs = poll_of(reza, chat, question)["message"]
    fields = {"chat_id": chat, "message_id": theirs, "option": {"@type": "inputPollOption", "text": words("four")}}
    reza.do("ask", kind="addPollOption", fields=fields)
    within(lambda: len(poll_of(sara, chat, question)["options"]) == 4)
    four = poll_of(sara, chat, question)["options"][3]
    assert four["text"]["text"] == "four"
    assert four["author"]["user_id"] == reza.id
    vote(reza, chat, theirs, 3)
    own = poll_of(sara, chat, question)["message"]
    within(lambda: poll_of(sara, chat, question)["total_voter_count"] == 1)
    sara.do("ask", kind="deletePollOption", fields={"chat_id": chat, "message_id": own, "option_id": four["id"]})
    within(lambda: [one["text"]["text"] for one in poll_of(reza, chat, question)["options"]] == ["one", "two", "three"])
    within(lambda: poll_of(reza, chat, question)["total_voter_count"] == 0)
