import json

import jsonschema

from digest import config


def test_check_prints_the_schema_without_a_feeds_yaml(run):
    done = run("check", "--schema")
    assert (done.code, done.err) == (0, "")
    schema = json.loads(done.out)
    assert schema == config.schema()
    jsonschema.Draft7Validator.check_schema(schema)
