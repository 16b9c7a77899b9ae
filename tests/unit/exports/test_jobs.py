from exports.jobs import FullExport

STORED = (
    '{"export_id":"01J","by":"siti","offices":["PST"],"created_at":"2026-11-24T07:00:00.000Z",'
    '"updated_at":"2026-11-24T07:00:05.000Z","finished":false,"rows":50,"total":120,"parts":1,'
    '"position":"A-050","stage":"reading","lines":{"members":50}}'
)


def test_an_export_is_stored_under_the_names_it_always_had() -> None:
    export = FullExport.model_validate_json(STORED)
    assert (export.members, export.row_counts) == (50, {"members": 50})
    assert export.model_dump_json(by_alias=True) == STORED
