-- the links that the original has sent are worth nothing in a copy
INSERT INTO ir_config_parameter (key, value)
VALUES ('crisis_protocol.copy', gen_random_uuid())
ON CONFLICT (key) DO UPDATE SET value = gen_random_uuid();
