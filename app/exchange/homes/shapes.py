"""Lists of carers as fostering agencies' systems are found to write them.

Shapes, from columns such lists commonly have: no claim to be any product's own extract.
What a shape does not know is told, and can be said on the page.
"""

from app.exchange.mapping import LEFT_OUT, shape

_GENDERS = {
    "M": "male",
    "F": "female",
    "M/F": "any",
    "Both": "any",
    "Male only": "male",
    "Female only": "female",
}
_TYPES = {
    "ST": "short-term",
    "LT": "long-term",
    "Short Term": "short-term",
    "Long Term": "long-term",
    "Permanence": "long-term",
    "Respite": "short breaks",
    "Short Break": "short breaks",
    "P&C": "parent and child",
    "Parent & Child": "parent and child",
    "Step Down": "step-down",
    "Emergency/Same day": "emergency",
}
_APPROVALS = {
    "Active": "approved",
    "Live": "approved",
    "Approved - active": "approved",
    "Assessment": "in assessment",
    "Applicant": "in assessment",
    "On hold": "on hold",
    "Inactive": "on hold",
    "Suspended": "suspended",
    "Resigned": "resigned",
    "Deregistered": "resigned",
    "Closed": "resigned",
}
_VALUES = {"status": _APPROVALS, "genders": _GENDERS, "types": _TYPES}

SHAPES = (
    shape(
        "a Charms-like list of carers",
        {
            "Carer Ref": "id",
            "Carer Reference": "id",
            "Household Ref": "id",
            "Carer Name": "label",
            "Carer Name(s)": "label",
            "Household Name": "label",
            "Post Code": "postcode",
            "Home Postcode": "postcode",
            "Home LA": "authority",
            "Carer Status": "status",
            "Date of Approval": "approved_on",
            "Approved No": "places",
            "Max No of Children": "places",
            "Approved Age From": "youngest",
            "Approved Age To": "oldest",
            "Approved Gender": "genders",
            "Approval Category": "types",
            "Placement Types": "types",
            "Vacancy Date": "available_from",
            "No of Vacancies": "bedrooms_free",
            "Primary Carer Gender": "carer_1_gender",
            "Primary Carer Religion": "carer_1_faith",
            "Primary Carer Languages": "carer_1_languages",
            "Secondary Carer Gender": "carer_2_gender",
            "Secondary Carer Religion": "carer_2_faith",
            "Secondary Carer Languages": "carer_2_languages",
            "Pets in home": "animals",
            "Supervising Social Worker": LEFT_OUT,
            "Telephone": LEFT_OUT,
            "Email": LEFT_OUT,
            "Address": LEFT_OUT,
        },
        _VALUES,
    ),
    shape(
        "a list of providers and vacancies, as case systems write them",
        {
            "Provider ID": "id",
            "Provider Ref": "id",
            "Organisation ID": "id",
            "Provider Name": "label",
            "Service Provider": "label",
            "Provider Postcode": "postcode",
            "Provider Status": "status",
            "Approval Start Date": "approved_on",
            "Maximum Placements": "places",
            "Number of Places": "places",
            "Minimum Age": "youngest",
            "Maximum Age": "oldest",
            "Gender Approved": "genders",
            "Placement Category": "types",
            "Vacancies": "bedrooms_free",
            "Next Available": "available_from",
        },
        _VALUES,
    ),
)
