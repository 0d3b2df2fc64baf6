"""What SSSOM 1.1 names: the columns of a decision, and what a metadata block may say."""

from typing import Final

COLUMNS: Final = (
    "record_id",
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "predicate_label",
    "predicate_modifier",
    "object_id",
    "object_label",
    "object_category",
    "mapping_justification",
    "author_id",
    "author_label",
    "reviewer_id",
    "reviewer_label",
    "creator_id",
    "creator_label",
    "license",
    "subject_type",
    "subject_source",
    "subject_source_version",
    "object_type",
    "object_source",
    "object_source_version",
    "predicate_type",
    "mapping_provider",
    "mapping_source",
    "mapping_cardinality",
    "cardinality_scope",
    "mapping_tool",
    "mapping_tool_id",
    "mapping_tool_version",
    "mapping_date",
    "publication_date",
    "review_date",
    "confidence",
    "reviewer_agreement",
    "curation_rule",
    "curation_rule_text",
    "subject_match_field",
    "object_match_field",
    "match_string",
    "subject_preprocessing",
    "object_preprocessing",
    "similarity_score",
    "similarity_measure",
    "see_also",
    "issue_tracker_item",
    "other",
    "comment",
)
"""The columns that SSSOM 1.1 knows, in its order; lines are sorted by them."""

REFERENCES: Final = frozenset(
    (
        "record_id",
        "subject_id",
        "predicate_id",
        "object_id",
        "mapping_justification",
        "author_id",
        "reviewer_id",
        "creator_id",
        "subject_source",
        "object_source",
        "mapping_source",
        "mapping_tool_id",
        "curation_rule",
        "subject_match_field",
        "object_match_field",
        "subject_preprocessing",
        "object_preprocessing",
        "issue_tracker_item",
    )
)
"""The columns that hold CURIEs."""

DATES: Final = ("mapping_date", "publication_date", "review_date")
"""The columns that hold days."""

METADATA: Final = (
    "sssom_version",
    "curie_map",
    "mapping_set_id",
    "mapping_set_version",
    "mapping_set_source",
    "mapping_set_title",
    "mapping_set_description",
    "creator_id",
    "creator_label",
    "license",
    "publication_date",
    "see_also",
    "issue_tracker",
    "other",
    "comment",
)
"""What a metadata block may say about the whole file.

SSSOM would also let it say what is the same for all decisions, as their date. Here each line
stands for itself, so that a new decision changes no other line.
"""

NEEDED: Final = ("mapping_set_id", "license")
