"""The JSON Schema of a case, with the parameters of every criterion."""

from typing import Any

from matching.case import Case
from matching.criteria import CRITERIA


def case_schema() -> dict[str, Any]:
    """Return the schema of a case.

    ``parameters`` of a need are what its criterion takes: one branch a criterion.
    """
    schema = Case.model_json_schema()
    definitions = schema["$defs"]
    branches = []
    for code, criterion in CRITERIA.items():
        if criterion.gate:
            continue
        model = criterion.Parameters.model_json_schema(
            ref_template="#/$defs/{model}", by_alias=True
        )
        definitions.update(model.pop("$defs", {}))
        name = criterion.Parameters.__name__
        definitions[name] = model
        branches.append(
            {
                "if": {"properties": {"criterion": {"const": code}}},
                "then": {"properties": {"parameters": {"$ref": f"#/$defs/{name}"}}},
            }
        )
    need = definitions["Need"]
    codes = [code for code, criterion in CRITERIA.items() if not criterion.gate]
    need["properties"]["criterion"] = {"enum": codes}
    need["allOf"] = branches
    return schema
