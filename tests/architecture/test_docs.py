"""What the documents say is what there is."""

from matching.criteria import CRITERIA
from tests.sentences import DOCUMENT


def test_every_sentence_of_a_verdict_is_in_its_document():
    said = DOCUMENT.read_text(encoding="utf-8")
    missing = [
        (criterion.code, sentence)
        for criterion in CRITERIA.values()
        for clause in criterion.clauses
        for sentence in (clause.sentence, clause.question or "")
        if sentence and f"| {sentence} |" not in said
    ]
    assert missing == []
    # Each has been seen: a sentence nothing leads to is one nobody read.
    unseen = [line for line in said.splitlines() if line.endswith("| – | – |")]
    assert unseen == []
