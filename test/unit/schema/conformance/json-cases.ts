/**
 * A case of protobuf's conformance suite (binary_json_conformance_suite.cc): its name there, the JSON, and the message in the
 * text format.
 */
export type JsonCase = readonly [name: string, json: string, text: string];

export const TAKEN: readonly JsonCase[] = [
	[
		"HelloWorld",
		'{"optionalString":"Hello, World!"}',
		"optional_string: 'Hello, World!'",
	],
	[
		"FieldNameInSnakeCase",
		'{ "fieldname1": 1, "fieldName2": 2, "FieldName3": 3, "fieldName4": 4 }',
		"fieldname1: 1 field_name2: 2 _field_name3: 3 field__name4_: 4",
	],
	[
		"FieldNameWithNumbers",
		'{ "field0name5": 5, "field0Name6": 6 }',
		"field0name5: 5 field_0_name6: 6",
	],
	[
		"FieldNameWithMixedCases",
		'{ "fieldName7": 7, "FieldName8": 8, "fieldName9": 9, "FieldName10": 10, "FIELDNAME11": 11, "FIELDName12": 12 }',
		"fieldName7: 7 FieldName8: 8 field_Name9: 9 Field_Name10: 10 FIELD_NAME11: 11 FIELD_name12: 12",
	],
	[
		"FieldNameWithDoubleUnderscores",
		'{ "FieldName13": 13, "FieldName14": 14, "fieldName15": 15, "fieldName16": 16, "fieldName17": 17, "FieldName18": 18 }',
		"__field_name13: 13 __Field_name14: 14 field__name15: 15 field__Name16: 16 field_name17__: 17 Field_name18__: 18",
	],
	[
		"OriginalProtoFieldName",
		'{ "fieldname1": 1, "field_name2": 2, "_field_name3": 3, "field__name4_": 4, "field0name5": 5, "field_0_name6": 6, "fieldName7": 7, "FieldName8": 8, "field_Name9": 9, "Field_Name10": 10, "FIELD_NAME11": 11, "FIELD_name12": 12, "__field_name13": 13, "__Field_name14": 14, "field__name15": 15, "field__Name16": 16, "field_name17__": 17, "Field_name18__": 18 }',
		"fieldname1: 1 field_name2: 2 _field_name3: 3 field__name4_: 4 field0name5: 5 field_0_name6: 6 fieldName7: 7 FieldName8: 8 field_Name9: 9 Field_Name10: 10 FIELD_NAME11: 11 FIELD_name12: 12 __field_name13: 13 __Field_name14: 14 field__name15: 15 field__Name16: 16 field_name17__: 17 Field_name18__: 18",
	],
	["FieldNameEscaped", '{"fieldn\\u0061me1": 1}', "fieldname1: 1"],
	[
		"OneLineNoSpaces",
		'{"optionalInt32":1,"optionalInt64":2}',
		"optional_int32: 1 optional_int64: 2",
	],
	[
		"OneLineWithSpaces",
		'{ "optionalInt32" : 1 , "optionalInt64" : 2 }',
		"optional_int32: 1 optional_int64: 2",
	],
	[
		"MultilineNoSpaces",
		'{ "optionalInt32" : 1 , "optionalInt64" : 2 }',
		"optional_int32: 1 optional_int64: 2",
	],
	[
		"MultilineWithSpaces",
		'{ "optionalInt32"  :  1 , "optionalInt64"  :  2 }',
		"optional_int32: 1 optional_int64: 2",
	],
	[
		"Int32FieldMaxValue",
		'{"optionalInt32": 2147483647}',
		"optional_int32: 2147483647",
	],
	[
		"Int32FieldMinValue",
		'{"optionalInt32": -2147483648}',
		"optional_int32: -2147483648",
	],
	[
		"Uint32FieldMaxValue",
		'{"optionalUint32": 4294967295}',
		"optional_uint32: 4294967295",
	],
	[
		"Int64FieldMaxValue",
		'{"optionalInt64": "9223372036854775807"}',
		"optional_int64: 9223372036854775807",
	],
	[
		"Int64FieldMinValue",
		'{"optionalInt64": "-9223372036854775808"}',
		"optional_int64: -9223372036854775808",
	],
	[
		"Uint64FieldMaxValue",
		'{"optionalUint64": "18446744073709551615"}',
		"optional_uint64: 18446744073709551615",
	],
	[
		"Int64FieldMaxValueNotQuoted",
		'{"optionalInt64": 9223372036854774784}',
		"optional_int64: 9223372036854774784",
	],
	[
		"Int64FieldMinValueNotQuoted",
		'{"optionalInt64": -9223372036854775808}',
		"optional_int64: -9223372036854775808",
	],
	[
		"Uint64FieldMaxValueNotQuoted",
		'{"optionalUint64": 18446744073709549568}',
		"optional_uint64: 18446744073709549568",
	],
	[
		"Int32FieldStringValue",
		'{"optionalInt32": "2147483647"}',
		"optional_int32: 2147483647",
	],
	[
		"Int32FieldStringValueEscaped",
		'{"optionalInt32": "2\\u003147483647"}',
		"optional_int32: 2147483647",
	],
	["Int32FieldStringValueZero", '{"optionalInt32": "0"}', "optional_int32: 0"],
	[
		"Int32FieldQuotedExponentialValue",
		'{"optionalInt32": "1e5"}',
		"optional_int32: 100000",
	],
	[
		"Int32FieldFloatTrailingZero",
		'{"optionalInt32": 100000.000}',
		"optional_int32: 100000",
	],
	[
		"Int32FieldExponentialFormat",
		'{"optionalInt32": 1e5}',
		"optional_int32: 100000",
	],
	[
		"Int32FieldMaxFloatValue",
		'{"optionalInt32": 2.147483647e9}',
		"optional_int32: 2147483647",
	],
	[
		"Int32FieldMinFloatValue",
		'{"optionalInt32": -2.147483648e9}',
		"optional_int32: -2147483648",
	],
	[
		"Uint32FieldMaxFloatValue",
		'{"optionalUint32": 4.294967295e9}',
		"optional_uint32: 4294967295",
	],
	["BoolFieldTrue", '{"optionalBool":true}', "optional_bool: true"],
	["BoolFieldFalse", '{"optionalBool":false}', "optional_bool: false"],
	[
		"FloatFieldMinPositiveValue",
		'{"optionalFloat": 1.175494e-38}',
		"optional_float: 1.175494e-38",
	],
	[
		"FloatFieldMaxNegativeValue",
		'{"optionalFloat": -1.175494e-38}',
		"optional_float: -1.175494e-38",
	],
	[
		"FloatFieldMaxPositiveValue",
		'{"optionalFloat": 3.402823e+38}',
		"optional_float: 3.402823e+38",
	],
	[
		"FloatFieldMinNegativeValue",
		'{"optionalFloat": 3.402823e+38}',
		"optional_float: 3.402823e+38",
	],
	["FloatFieldQuotedValue", '{"optionalFloat": "1"}', "optional_float: 1"],
	[
		"FloatFieldQuotedExponentialValue",
		'{"optionalFloat": "1.175494e-38"}',
		"optional_float: 1.175494e-38",
	],
	["FloatFieldNan", '{"optionalFloat": "NaN"}', "optional_float: nan"],
	[
		"FloatFieldInfinity",
		'{"optionalFloat": "Infinity"}',
		"optional_float: inf",
	],
	[
		"FloatFieldNegativeInfinity",
		'{"optionalFloat": "-Infinity"}',
		"optional_float: -inf",
	],
	[
		"DoubleFieldMinPositiveValue",
		'{"optionalDouble": 2.22507e-308}',
		"optional_double: 2.22507e-308",
	],
	[
		"DoubleFieldMaxNegativeValue",
		'{"optionalDouble": -2.22507e-308}',
		"optional_double: -2.22507e-308",
	],
	[
		"DoubleFieldMaxPositiveValue",
		'{"optionalDouble": 1.79769e+308}',
		"optional_double: 1.79769e+308",
	],
	[
		"DoubleFieldMinNegativeValue",
		'{"optionalDouble": -1.79769e+308}',
		"optional_double: -1.79769e+308",
	],
	["DoubleFieldQuotedValue", '{"optionalDouble": "1"}', "optional_double: 1"],
	[
		"DoubleFieldQuotedExponentialValue",
		'{"optionalDouble": "2.22507e-308"}',
		"optional_double: 2.22507e-308",
	],
	["DoubleFieldNan", '{"optionalDouble": "NaN"}', "optional_double: nan"],
	[
		"DoubleFieldInfinity",
		'{"optionalDouble": "Infinity"}',
		"optional_double: inf",
	],
	[
		"DoubleFieldNegativeInfinity",
		'{"optionalDouble": "-Infinity"}',
		"optional_double: -inf",
	],
	["EnumField", '{"optionalNestedEnum": "FOO"}', "optional_nested_enum: FOO"],
	[
		"EnumFieldWithAlias",
		'{"optionalAliasedEnum": "ALIAS_BAZ"}',
		"optional_aliased_enum: ALIAS_BAZ",
	],
	[
		"EnumFieldWithAliasUseAlias",
		'{"optionalAliasedEnum": "MOO"}',
		"optional_aliased_enum: ALIAS_BAZ",
	],
	[
		"EnumFieldWithAliasLowerCase",
		'{"optionalAliasedEnum": "moo"}',
		"optional_aliased_enum: ALIAS_BAZ",
	],
	[
		"EnumFieldWithAliasDifferentCase",
		'{"optionalAliasedEnum": "bAz"}',
		"optional_aliased_enum: ALIAS_BAZ",
	],
	[
		"EnumFieldNumericValueZero",
		'{"optionalNestedEnum": 0}',
		"optional_nested_enum: FOO",
	],
	[
		"EnumFieldNumericValueNonZero",
		'{"optionalNestedEnum": 1}',
		"optional_nested_enum: BAR",
	],
	[
		"StringField",
		'{"optionalString": "Hello world!"}',
		'optional_string: "Hello world!"',
	],
	[
		"StringFieldUnicode",
		'{"optionalString": "\u8c37\u6b4c"}',
		'optional_string: "\u8c37\u6b4c"',
	],
	[
		"StringFieldEscape",
		'{"optionalString": "\\"\\\\\\/\\b\\f\\n\\r\\t"}',
		'optional_string: "\\"\\\\/\\b\\f\\n\\r\\t"',
	],
	[
		"StringFieldUnicodeEscape",
		'{"optionalString": "\\u8C37\\u6B4C"}',
		'optional_string: "\u8c37\u6b4c"',
	],
	[
		"StringFieldUnicodeEscapeWithLowercaseHexLetters",
		'{"optionalString": "\\u8c37\\u6b4c"}',
		'optional_string: "\u8c37\u6b4c"',
	],
	[
		"StringFieldSurrogatePair",
		'{"optionalString": "\\uD83D\\uDE01"}',
		'optional_string: "\\xF0\\x9F\\x98\\x81"',
	],
	[
		"StringFieldEmbeddedNull",
		'{"optionalString": "Hello\\u0000world!"}',
		'optional_string: "Hello\\000world!"',
	],
	["BytesField", '{"optionalBytes": "AQI="}', 'optional_bytes: "\\x01\\x02"'],
	["BytesFieldBase64Url", '{"optionalBytes": "-_"}', 'optional_bytes: "\\xfb"'],
	[
		"MessageField",
		'{"optionalNestedMessage": {"a": 1234}}',
		"optional_nested_message: {a: 1234}",
	],
	[
		"OneofFieldNullFirst",
		'{"oneofUint32": null, "oneofString": "test"}',
		'oneof_string: "test"',
	],
	[
		"OneofFieldNullSecond",
		'{"oneofString": "test", "oneofUint32": null}',
		'oneof_string: "test"',
	],
	["OneofZeroUint32", '{"oneofUint32": 0}', "oneof_uint32: 0"],
	[
		"OneofZeroMessage",
		'{"oneofNestedMessage": {}}',
		"oneof_nested_message: {}",
	],
	["OneofZeroString", '{"oneofString": ""}', 'oneof_string: ""'],
	["OneofZeroBytes", '{"oneofBytes": ""}', 'oneof_bytes: ""'],
	["OneofZeroBool", '{"oneofBool": false}', "oneof_bool: false"],
	["OneofZeroUint64", '{"oneofUint64": 0}', "oneof_uint64: 0"],
	["OneofZeroFloat", '{"oneofFloat": 0.0}', "oneof_float: 0"],
	["OneofZeroDouble", '{"oneofDouble": 0.0}', "oneof_double: 0"],
	["OneofZeroEnum", '{"oneofEnum":"FOO"}', "oneof_enum: FOO"],
	[
		"Int32MapField",
		'{"mapInt32Int32": {"1": 2, "3": 4}}',
		"map_int32_int32: {key: 1 value: 2}map_int32_int32: {key: 3 value: 4}",
	],
	[
		"Uint32MapField",
		'{"mapUint32Uint32": {"1": 2, "3": 4}}',
		"map_uint32_uint32: {key: 1 value: 2}map_uint32_uint32: {key: 3 value: 4}",
	],
	[
		"Int64MapField",
		'{"mapInt64Int64": {"1": 2, "3": 4}}',
		"map_int64_int64: {key: 1 value: 2}map_int64_int64: {key: 3 value: 4}",
	],
	[
		"Uint64MapField",
		'{"mapUint64Uint64": {"1": 2, "3": 4}}',
		"map_uint64_uint64: {key: 1 value: 2}map_uint64_uint64: {key: 3 value: 4}",
	],
	[
		"BoolMapField",
		'{"mapBoolBool": {"true": true, "false": false}}',
		"map_bool_bool: {key: true value: true}map_bool_bool: {key: false value: false}",
	],
	[
		"MessageMapField",
		'{ "mapStringNestedMessage": { "hello": {"a": 1234}, "world": {"a": 5678} } }',
		'map_string_nested_message: { key: "hello" value: {a: 1234} } map_string_nested_message: { key: "world" value: {a: 5678} }',
	],
	[
		"Int32MapEscapedKey",
		'{"mapInt32Int32": {"\\u0031": 2}}',
		"map_int32_int32: {key: 1 value: 2}",
	],
	[
		"Int64MapEscapedKey",
		'{"mapInt64Int64": {"\\u0031": 2}}',
		"map_int64_int64: {key: 1 value: 2}",
	],
	[
		"BoolMapEscapedKey",
		'{"mapBoolBool": {"tr\\u0075e": true}}',
		"map_bool_bool: {key: true value: true}",
	],
	[
		"PrimitiveRepeatedField",
		'{"repeatedInt32": [1, 2, 3, 4]}',
		"repeated_int32: [1, 2, 3, 4]",
	],
	[
		"EnumRepeatedField",
		'{"repeatedNestedEnum": ["FOO", "BAR", "BAZ"]}',
		"repeated_nested_enum: [FOO, BAR, BAZ]",
	],
	[
		"StringRepeatedField",
		'{"repeatedString": ["Hello", "world"]}',
		'repeated_string: ["Hello", "world"]',
	],
	[
		"BytesRepeatedField",
		'{"repeatedBytes": ["AAEC", "AQI="]}',
		'repeated_bytes: ["\\x00\\x01\\x02", "\\x01\\x02"]',
	],
	[
		"MessageRepeatedField",
		'{"repeatedNestedMessage": [{"a": 1234}, {"a": 5678}]}',
		"repeated_nested_message: {a: 1234}repeated_nested_message: {a: 5678}",
	],
	[
		"AllFieldAcceptNull",
		'{ "optionalInt32": null, "optionalInt64": null, "optionalUint32": null, "optionalUint64": null, "optionalSint32": null, "optionalSint64": null, "optionalFixed32": null, "optionalFixed64": null, "optionalSfixed32": null, "optionalSfixed64": null, "optionalFloat": null, "optionalDouble": null, "optionalBool": null, "optionalString": null, "optionalBytes": null, "optionalNestedEnum": null, "optionalNestedMessage": null, "repeatedInt32": null, "repeatedInt64": null, "repeatedUint32": null, "repeatedUint64": null, "repeatedSint32": null, "repeatedSint64": null, "repeatedFixed32": null, "repeatedFixed64": null, "repeatedSfixed32": null, "repeatedSfixed64": null, "repeatedFloat": null, "repeatedDouble": null, "repeatedBool": null, "repeatedString": null, "repeatedBytes": null, "repeatedNestedEnum": null, "repeatedNestedMessage": null, "mapInt32Int32": null, "mapBoolBool": null, "mapStringNestedMessage": null }',
		"",
	],
	[
		"OptionalBoolWrapper",
		'{"optionalBoolWrapper": false}',
		"optional_bool_wrapper: {value: false}",
	],
	[
		"OptionalInt32Wrapper",
		'{"optionalInt32Wrapper": 0}',
		"optional_int32_wrapper: {value: 0}",
	],
	[
		"OptionalUint32Wrapper",
		'{"optionalUint32Wrapper": 0}',
		"optional_uint32_wrapper: {value: 0}",
	],
	[
		"OptionalInt64Wrapper",
		'{"optionalInt64Wrapper": 0}',
		"optional_int64_wrapper: {value: 0}",
	],
	[
		"OptionalUint64Wrapper",
		'{"optionalUint64Wrapper": 0}',
		"optional_uint64_wrapper: {value: 0}",
	],
	[
		"OptionalFloatWrapper",
		'{"optionalFloatWrapper": 0}',
		"optional_float_wrapper: {value: 0}",
	],
	[
		"OptionalDoubleWrapper",
		'{"optionalDoubleWrapper": 0}',
		"optional_double_wrapper: {value: 0}",
	],
	[
		"OptionalStringWrapper",
		'{"optionalStringWrapper": ""}',
		'optional_string_wrapper: {value: ""}',
	],
	[
		"OptionalBytesWrapper",
		'{"optionalBytesWrapper": ""}',
		'optional_bytes_wrapper: {value: ""}',
	],
	[
		"OptionalWrapperTypesWithNonDefaultValue",
		'{ "optionalBoolWrapper": true, "optionalInt32Wrapper": 1, "optionalUint32Wrapper": 1, "optionalInt64Wrapper": "1", "optionalUint64Wrapper": "1", "optionalFloatWrapper": 1, "optionalDoubleWrapper": 1, "optionalStringWrapper": "1", "optionalBytesWrapper": "AQI=" }',
		'optional_bool_wrapper: {value: true} optional_int32_wrapper: {value: 1} optional_uint32_wrapper: {value: 1} optional_int64_wrapper: {value: 1} optional_uint64_wrapper: {value: 1} optional_float_wrapper: {value: 1} optional_double_wrapper: {value: 1} optional_string_wrapper: {value: "1"} optional_bytes_wrapper: {value: "\\x01\\x02"}',
	],
	[
		"RepeatedBoolWrapper",
		'{"repeatedBoolWrapper": [true, false]}',
		"repeated_bool_wrapper: {value: true}repeated_bool_wrapper: {value: false}",
	],
	[
		"RepeatedInt32Wrapper",
		'{"repeatedInt32Wrapper": [0, 1]}',
		"repeated_int32_wrapper: {value: 0}repeated_int32_wrapper: {value: 1}",
	],
	[
		"RepeatedUint32Wrapper",
		'{"repeatedUint32Wrapper": [0, 1]}',
		"repeated_uint32_wrapper: {value: 0}repeated_uint32_wrapper: {value: 1}",
	],
	[
		"RepeatedInt64Wrapper",
		'{"repeatedInt64Wrapper": [0, 1]}',
		"repeated_int64_wrapper: {value: 0}repeated_int64_wrapper: {value: 1}",
	],
	[
		"RepeatedUint64Wrapper",
		'{"repeatedUint64Wrapper": [0, 1]}',
		"repeated_uint64_wrapper: {value: 0}repeated_uint64_wrapper: {value: 1}",
	],
	[
		"RepeatedFloatWrapper",
		'{"repeatedFloatWrapper": [0, 1]}',
		"repeated_float_wrapper: {value: 0}repeated_float_wrapper: {value: 1}",
	],
	[
		"RepeatedDoubleWrapper",
		'{"repeatedDoubleWrapper": [0, 1]}',
		"repeated_double_wrapper: {value: 0}repeated_double_wrapper: {value: 1}",
	],
	[
		"RepeatedStringWrapper",
		'{"repeatedStringWrapper": ["", "AQI="]}',
		'repeated_string_wrapper: {value: ""} repeated_string_wrapper: {value: "AQI="}',
	],
	[
		"RepeatedBytesWrapper",
		'{"repeatedBytesWrapper": ["", "AQI="]}',
		'repeated_bytes_wrapper: {value: ""} repeated_bytes_wrapper: {value: "\\x01\\x02"}',
	],
	[
		"WrapperTypesWithNullValue",
		'{ "optionalBoolWrapper": null, "optionalInt32Wrapper": null, "optionalUint32Wrapper": null, "optionalInt64Wrapper": null, "optionalUint64Wrapper": null, "optionalFloatWrapper": null, "optionalDoubleWrapper": null, "optionalStringWrapper": null, "optionalBytesWrapper": null, "repeatedBoolWrapper": null, "repeatedInt32Wrapper": null, "repeatedUint32Wrapper": null, "repeatedInt64Wrapper": null, "repeatedUint64Wrapper": null, "repeatedFloatWrapper": null, "repeatedDoubleWrapper": null, "repeatedStringWrapper": null, "repeatedBytesWrapper": null }',
		"",
	],
	[
		"DurationMinValue",
		'{"optionalDuration": "-315576000000.999999999s"}',
		"optional_duration: {seconds: -315576000000 nanos: -999999999}",
	],
	[
		"DurationMaxValue",
		'{"optionalDuration": "315576000000.999999999s"}',
		"optional_duration: {seconds: 315576000000 nanos: 999999999}",
	],
	[
		"DurationRepeatedValue",
		'{"repeatedDuration": ["1.5s", "-1.5s"]}',
		"repeated_duration: {seconds: 1 nanos: 500000000}repeated_duration: {seconds: -1 nanos: -500000000}",
	],
	["DurationNull", '{"optionalDuration": null}', ""],
	[
		"DurationNegativeSeconds",
		'{"optionalDuration": "-5s"}',
		"optional_duration: {seconds: -5 nanos: 0}",
	],
	[
		"DurationNegativeNanos",
		'{"optionalDuration": "-0.5s"}',
		"optional_duration: {seconds: 0 nanos: -500000000}",
	],
	[
		"TimestampMinValue",
		'{"optionalTimestamp": "0001-01-01T00:00:00Z"}',
		"optional_timestamp: {seconds: -62135596800}",
	],
	[
		"TimestampMaxValue",
		'{"optionalTimestamp": "9999-12-31T23:59:59.999999999Z"}',
		"optional_timestamp: {seconds: 253402300799 nanos: 999999999}",
	],
	[
		"TimestampRepeatedValue",
		'{ "repeatedTimestamp": [ "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z" ] }',
		"repeated_timestamp: {seconds: -62135596800}repeated_timestamp: {seconds: 253402300799 nanos: 999999999}",
	],
	[
		"TimestampEpochValue",
		'{"optionalTimestamp": "1970-01-01T00:00:00.000Z"}',
		"optional_timestamp: {seconds: 0}",
	],
	[
		"TimestampNanoAfterEpochlValue",
		'{"optionalTimestamp": "1970-01-01T00:00:00.000000001Z"}',
		"optional_timestamp: {seconds: 0 nanos: 1}",
	],
	[
		"TimestampNanoBeforeEpochValue",
		'{"optionalTimestamp": "1969-12-31T23:59:59.999999999Z"}',
		"optional_timestamp: {seconds: -1 nanos: 999999999}",
	],
	[
		"TimestampLittleAfterEpochlValue",
		'{"optionalTimestamp": "1970-01-01T00:00:01.000000001Z"}',
		"optional_timestamp: {seconds: 1 nanos: 1}",
	],
	[
		"TimestampLittleBeforeEpochValue",
		'{"optionalTimestamp": "1969-12-31T23:59:58.999999999Z"}',
		"optional_timestamp: {seconds: -2 nanos: 999999999}",
	],
	[
		"TimestampTenAndHalfSecondsAfterEpochValue",
		'{"optionalTimestamp": "1970-01-01T00:00:10.500Z"}',
		"optional_timestamp: {seconds: 10 nanos: 500000000}",
	],
	[
		"TimestampTenAndHalfSecondsBeforeEpochValue",
		'{"optionalTimestamp": "1969-12-31T23:59:49.500Z"}',
		"optional_timestamp: {seconds: -11 nanos: 500000000}",
	],
	[
		"TimestampLeap",
		'{"optionalTimestamp": "1993-02-10T00:00:00.000Z"}',
		"optional_timestamp: {seconds: 729302400}",
	],
	[
		"TimestampWithPositiveOffset",
		'{"optionalTimestamp": "1970-01-01T08:00:01+08:00"}',
		"optional_timestamp: {seconds: 1}",
	],
	[
		"TimestampWithNegativeOffset",
		'{"optionalTimestamp": "1969-12-31T16:00:01-08:00"}',
		"optional_timestamp: {seconds: 1}",
	],
	["TimestampNull", '{"optionalTimestamp": null}', ""],
	[
		"TimestampJsonInputLeapFeb29",
		'{"optionalTimestamp": "2000-02-29T00:00:00Z"}',
		"optional_timestamp: {seconds: 951782400}",
	],
	[
		"TimestampWithOffsetShiftsDay",
		'{"optionalTimestamp": "1970-01-02T01:00:00+02:00"}',
		"optional_timestamp: {seconds: 82800}",
	],
	[
		"TimestampWithOffsetBoundaryInBoundsMin",
		'{"optionalTimestamp": "0001-01-01T00:00:00-00:01"}',
		"optional_timestamp: {seconds: -62135596740}",
	],
	[
		"TimestampWithOffsetBoundaryInBoundsMax",
		'{"optionalTimestamp": "9999-12-31T23:59:59+00:01"}',
		"optional_timestamp: {seconds: 253402300739}",
	],
	[
		"TimestampWithComplexOffset",
		'{"optionalTimestamp": "1970-01-01T00:00:00-11:30"}',
		"optional_timestamp: {seconds: 41400}",
	],
	[
		"FieldMask",
		'{"optionalFieldMask": "foo,barBaz"}',
		'optional_field_mask: {paths: "foo" paths: "bar_baz"}',
	],
	["EmptyFieldMask", '{"optionalFieldMask": ""}', "optional_field_mask: {}"],
	[
		"Struct",
		'{ "optionalStruct": { "nullValue": null, "intValue": 1234, "boolValue": true, "doubleValue": 1234.5678, "stringValue": "Hello world!", "listValue": [1234, "5678"], "objectValue": { "value": 0 } } }',
		'optional_struct: { fields: { key: "nullValue" value: {null_value: NULL_VALUE} } fields: { key: "intValue" value: {number_value: 1234} } fields: { key: "boolValue" value: {bool_value: true} } fields: { key: "doubleValue" value: {number_value: 1234.5678} } fields: { key: "stringValue" value: {string_value: "Hello world!"} } fields: { key: "listValue" value: { list_value: { values: { number_value: 1234 } values: { string_value: "5678" } } } } fields: { key: "objectValue" value: { struct_value: { fields: { key: "value" value: { number_value: 0 } } } } } }',
	],
	[
		"StructWithEmptyListValue",
		'{ "optionalStruct": { "listValue": [] } }',
		'optional_struct: { fields: { key: "listValue" value: { list_value: { } } } }',
	],
	[
		"ValueAcceptInteger",
		'{"optionalValue": 1}',
		"optional_value: { number_value: 1}",
	],
	[
		"ValueAcceptFloat",
		'{"optionalValue": 1.5}',
		"optional_value: { number_value: 1.5}",
	],
	[
		"ValueAcceptBool",
		'{"optionalValue": false}',
		"optional_value: { bool_value: false}",
	],
	[
		"ValueAcceptNull",
		'{"optionalValue": null}',
		"optional_value: { null_value: NULL_VALUE}",
	],
	[
		"ValueAcceptString",
		'{"optionalValue": "hello"}',
		'optional_value: { string_value: "hello"}',
	],
	[
		"ValueAcceptList",
		'{"optionalValue": [0, "hello"]}',
		'optional_value: { list_value: { values: { number_value: 0 } values: { string_value: "hello" } } }',
	],
	[
		"ValueAcceptObject",
		'{"optionalValue": {"value": 1}}',
		'optional_value: { struct_value: { fields: { key: "value" value: { number_value: 1 } } } }',
	],
	[
		"RepeatedValue",
		'{ "repeatedValue": [["a"]] }',
		'repeated_value: [ { list_value: { values: [ { string_value: "a"} ] } } ]',
	],
	[
		"RepeatedListValue",
		'{ "repeatedListValue": [["a"]] }',
		'repeated_list_value: [ { values: [ { string_value: "a"} ] } ]',
	],
	[
		"AnyWithInt32ValueWrapper",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.Int32Value", "value": 12345 } }',
		"optional_any: { [type.googleapis.com/google.protobuf.Int32Value] { value: 12345 } }",
	],
	[
		"AnyWithDuration",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.Duration", "value": "1.5s" } }',
		"optional_any: { [type.googleapis.com/google.protobuf.Duration] { seconds: 1 nanos: 500000000 } }",
	],
	[
		"AnyWithTimestamp",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.Timestamp", "value": "1970-01-01T00:00:00Z" } }',
		"optional_any: { [type.googleapis.com/google.protobuf.Timestamp] { seconds: 0 nanos: 0 } }",
	],
	[
		"AnyWithFieldMask",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.FieldMask", "value": "foo,barBaz" } }',
		'optional_any: { [type.googleapis.com/google.protobuf.FieldMask] { paths: ["foo", "bar_baz"] } }',
	],
	[
		"AnyWithStruct",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.Struct", "value": { "foo": 1 } } }',
		'optional_any: { [type.googleapis.com/google.protobuf.Struct] { fields: { key: "foo" value: { number_value: 1 } } } }',
	],
	[
		"AnyWithValueForJsonObject",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.Value", "value": { "foo": 1 } } }',
		'optional_any: { [type.googleapis.com/google.protobuf.Value] { struct_value: { fields: { key: "foo" value: { number_value: 1 } } } } }',
	],
	[
		"AnyWithValueForInteger",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.Value", "value": 1 } }',
		"optional_any: { [type.googleapis.com/google.protobuf.Value] { number_value: 1 } }",
	],
	["AnyWithNoType", '{ "optionalAny": {} }', "optional_any: {}"],
	["AnyNull", '{ "optionalAny": null }', ""],
	[
		"AnyEmpty",
		'{ "optionalAny": { "@type": "type.googleapis.com/google.protobuf.Empty" } }',
		"optional_any: { [type.googleapis.com/google.protobuf.Empty] {} }",
	],
	[
		"Any",
		'{"optionalAny": {"@type": "type.googleapis.com/conformance.Open", "optionalInt32": 12345}}',
		"optional_any: { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } }",
	],
	[
		"AnyNested",
		'{"optionalAny": {"@type": "type.googleapis.com/google.protobuf.Any", "value": {"@type": "type.googleapis.com/conformance.Open", "optionalInt32": 12345}}}',
		"optional_any: { [type.googleapis.com/google.protobuf.Any] { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } } }",
	],
	[
		"AnyUnorderedTypeTag",
		'{"optionalAny": {"optionalInt32": 12345, "@type": "type.googleapis.com/conformance.Open"}}',
		"optional_any: { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } }",
	],
];

/** Cases that are accepted when unknown fields are ignored. */
export const IGNORING: readonly JsonCase[] = [
	["IgnoreUnknownJsonNumber", '{"unknown": 1}', ""],
	["IgnoreUnknownJsonString", '{"unknown": "a"}', ""],
	["IgnoreUnknownJsonTrue", '{"unknown": true}', ""],
	["IgnoreUnknownJsonFalse", '{"unknown": false}', ""],
	["IgnoreUnknownJsonNull", '{"unknown": null}', ""],
	["IgnoreUnknownJsonObject", '{"unknown": {"a": 1}}', ""],
];

/**
 * The suite recommends to accept these when unknown fields are ignored. Here and in grpcurl an unknown enum name is reported,
 * since a value is no field.
 */
export const TOLD: readonly (readonly [name: string, json: string])[] = [
	[
		"IgnoreUnknownEnumStringValueInRepeatedPart",
		'{ "repeated_nested_enum": [ "FOO", "UNKNOWN_ENUM_VALUE", "FOO" ]}',
	],
	[
		"IgnoreUnknownEnumStringValueInMapPart",
		'{ "map_string_nested_enum": { "key1": "FOO", "key2": "UNKNOWN_ENUM_VALUE" }}',
	],
	[
		"IgnoreUnknownEnumStringValueInOptionalField",
		'{"optional_nested_enum": "UNKNOWN_ENUM_VALUE"}',
	],
	[
		"IgnoreUnknownEnumStringValueInRepeatedField",
		'{"repeated_nested_enum": ["UNKNOWN_ENUM_VALUE"]}',
	],
	[
		"IgnoreUnknownEnumStringValueInMapValue",
		'{"map_string_nested_enum": {"key": "UNKNOWN_ENUM_VALUE"}}',
	],
];

export const REFUSED: readonly (readonly [name: string, json: string])[] = [
	["RejectTopLevelNull", "null"],
	["StringEndsWithEscapeChar", '{"optionalString": "abc\\'],
	["FieldNameNotQuoted", "{fieldname1: 1}"],
	["TrailingCommaInAnObject", '{"fieldname1":1,}'],
	["TrailingCommaInAnObjectWithSpace", '{"fieldname1":1 ,}'],
	["TrailingCommaInAnObjectWithSpaceCommaSpace", '{"fieldname1":1 , }'],
	["TrailingCommaInAnObjectWithNewlines", '{ "fieldname1":1, }'],
	["JsonWithComments", '{ // This is a comment. "fieldname1": 1 }'],
	["MissingCommaOneLine", '{ "optionalInt32": 1 "optionalInt64": 2 }'],
	["MissingCommaMultiline", '{ "optionalInt32": 1 "optionalInt64": 2 }'],
	["Int32FieldTooLarge", '{"optionalInt32": 2147483648}'],
	["Int32FieldTooSmall", '{"optionalInt32": -2147483649}'],
	["Uint32FieldTooLarge", '{"optionalUint32": 4294967296}'],
	["Int64FieldTooLarge", '{"optionalInt64": "9223372036854775808"}'],
	["Int64FieldTooSmall", '{"optionalInt64": "-9223372036854775809"}'],
	["Uint64FieldTooLarge", '{"optionalUint64": "18446744073709551616"}'],
	["Uint64QuotedExponentFieldTooLarge", '{"optionalUint64": "1e536870000"}'],
	["Int32FieldNotInteger", '{"optionalInt32": 0.5}'],
	["Uint32FieldNotInteger", '{"optionalUint32": 0.5}'],
	["Int64FieldNotInteger", '{"optionalInt64": "0.5"}'],
	["Uint64FieldNotInteger", '{"optionalUint64": "0.5"}'],
	["Int32FieldTrueValue", '{"optionalInt32": true}'],
	["Int32FieldFalseValue", '{"optionalInt32": false}'],
	["Int32FieldStringValuePartiallyNumeric", '{"optionalInt32": "12abc"}'],
	["Int32FieldStringValuePartiallyNumericSpace", '{"optionalInt32": "12 34"}'],
	["Int32FieldStringValuePartiallyNumericComma", '{"optionalInt32": "12,34"}'],
	[
		"Int32FieldStringValuePartiallyNumericUnicode",
		'{"optionalInt32": "12\u8c37\u6b4c34"}',
	],
	["Int32FieldStringValueNonNumeric", '{"optionalInt32": "abc"}'],
	["Int32FieldEmptyString", '{"optionalInt32": ""}'],
	["Uint32FieldEmptyString", '{"optionalUint32": ""}'],
	["Int64FieldEmptyString", '{"optionalInt64": ""}'],
	["Uint64FieldEmptyString", '{"optionalUint64": ""}'],
	["Int32FieldNotNumber", '{"optionalInt32": "3x3"}'],
	["Uint32FieldNotNumber", '{"optionalUint32": "3x3"}'],
	["Int64FieldNotNumber", '{"optionalInt64": "3x3"}'],
	["Uint64FieldNotNumber", '{"optionalUint64": "3x3"}'],
	["Int32FieldPlusSign", '{"optionalInt32": +1}'],
	["Int32FieldLeadingZero", '{"optionalInt32": 01}'],
	["Int32FieldNegativeWithLeadingZero", '{"optionalInt32": -01}'],
	["Int32FieldLeadingSpace", '{"optionalInt32": " 1"}'],
	["Int32FieldTrailingSpace", '{"optionalInt32": "1 "}'],
	["BoolFieldIntegerZero", '{"optionalBool":0}'],
	["BoolFieldIntegerOne", '{"optionalBool":1}'],
	["BoolFieldCamelCaseTrue", '{"optionalBool":True}'],
	["BoolFieldCamelCaseFalse", '{"optionalBool":False}'],
	["BoolFieldAllCapitalTrue", '{"optionalBool":TRUE}'],
	["BoolFieldAllCapitalFalse", '{"optionalBool":FALSE}'],
	["BoolFieldDoubleQuotedTrue", '{"optionalBool":"true"}'],
	["BoolFieldDoubleQuotedFalse", '{"optionalBool":"false"}'],
	["FloatFieldNanNotQuoted", '{"optionalFloat": NaN}'],
	["FloatFieldInfinityNotQuoted", '{"optionalFloat": Infinity}'],
	["FloatFieldNegativeInfinityNotQuoted", '{"optionalFloat": -Infinity}'],
	["FloatFieldTooSmall", '{"optionalFloat": -3.502823e+38}'],
	["FloatFieldTooLarge", '{"optionalFloat": 3.502823e+38}'],
	["FloatFieldEmptyString", '{"optionalFloat": ""}'],
	["FloatFieldStringValuePartiallyNumeric", '{"optionalFloat": "12abc"}'],
	["FloatFieldStringValueNonNumeric", '{"optionalFloat": "abc"}'],
	["FloatFieldStringValuePartiallyNumericSpace", '{"optionalFloat": "12 34"}'],
	["FloatFieldStringValuePartiallyNumericComma", '{"optionalFloat": "12,34"}'],
	[
		"FloatFieldStringValuePartiallyNumericUnicode",
		'{"optionalFloat": "12\u8c37\u6b4c34"}',
	],
	["FloatFieldTrueValue", '{"optionalFloat": true}'],
	["FloatFieldFalseValue", '{"optionalFloat": false}'],
	["DoubleFieldNanNotQuoted", '{"optionalDouble": NaN}'],
	["DoubleFieldInfinityNotQuoted", '{"optionalDouble": Infinity}'],
	["DoubleFieldNegativeInfinityNotQuoted", '{"optionalDouble": -Infinity}'],
	["DoubleFieldTooSmall", '{"optionalDouble": -1.89769e+308}'],
	["DoubleFieldTooLarge", '{"optionalDouble": 1.89769e+308}'],
	["DoubleFieldEmptyString", '{"optionalDouble": ""}'],
	["DoubleFieldStringValuePartiallyNumeric", '{"optionalDouble": "12abc"}'],
	["DoubleFieldStringValueNonNumeric", '{"optionalDouble": "abc"}'],
	["DoubleFieldTrueValue", '{"optionalDouble": true}'],
	["DoubleFieldFalseValue", '{"optionalDouble": false}'],
	["EnumFieldNotQuoted", '{"optionalNestedEnum": FOO}'],
	["EnumFieldSingleElementArrayEnumName", '{"optionalNestedEnum": ["FOO"]}'],
	["EnumFieldSingleElementArrayNumericValue", '{"optionalNestedEnum": [2]}'],
	["EnumFieldTrueValue", '{"optionalNestedEnum": true}'],
	["EnumFieldFalseValue", '{"optionalNestedEnum": false}'],
	["StringFieldUppercaseEscapeLetter", '{"optionalString": "\\U8C37\\U6b4C"}'],
	["StringFieldInvalidEscape", '{"optionalString": "\\uXXXX\\u6B4C"}'],
	["StringFieldUnterminatedEscape", '{"optionalString": "\\u8C3"}'],
	["StringFieldUnpairedHighSurrogate", '{"optionalString": "\\uD800"}'],
	["StringFieldUnpairedLowSurrogate", '{"optionalString": "\\uDC00"}'],
	["StringFieldSurrogateInWrongOrder", '{"optionalString": "\\uDE01\\uD83D"}'],
	["StringFieldNotAString", '{"optionalString": 12345}'],
	["Int32MapFieldKeyNotQuoted", '{"mapInt32Int32": {1: 2, 3: 4}}'],
	["Uint32MapFieldKeyNotQuoted", '{"mapUint32Uint32": {1: 2, 3: 4}}'],
	["Int64MapFieldKeyNotQuoted", '{"mapInt64Int64": {1: 2, 3: 4}}'],
	["Uint64MapFieldKeyNotQuoted", '{"mapUint64Uint64": {1: 2, 3: 4}}'],
	["BoolMapFieldKeyNotQuoted", '{"mapBoolBool": {true: true, false: false}}'],
	["StringFieldSingleQuoteKey", "{'optionalString': \"Hello world!\"}"],
	["StringFieldSingleQuoteValue", "{\"optionalString\": 'Hello world!'}"],
	["StringFieldSingleQuoteBoth", "{'optionalString': 'Hello world!'}"],
	[
		"RepeatedFieldWrongElementTypeExpectingIntegersGotBool",
		'{"repeatedInt32": [1, false, 3, 4]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingIntegersGotString",
		'{"repeatedInt32": [1, 2, "name", 4]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingIntegersGotMessage",
		'{"repeatedInt32": [1, 2, 3, {"a": 4}]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingStringsGotInt",
		'{"repeatedString": ["1", 2, "3", "4"]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingStringsGotBool",
		'{"repeatedString": ["1", "2", false, "4"]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingStringsGotMessage",
		'{"repeatedString": ["1", 2, "3", {"a": 4}]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingMessagesGotInt",
		'{"repeatedNestedMessage": [{"a": 1}, 2]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingMessagesGotBool",
		'{"repeatedNestedMessage": [{"a": 1}, false]}',
	],
	[
		"RepeatedFieldWrongElementTypeExpectingMessagesGotString",
		'{"repeatedNestedMessage": [{"a": 1}, "2"]}',
	],
	["SingleValueForRepeatedFieldInt32", '{"repeatedInt32": 1}'],
	["SingleValueForRepeatedFieldMessage", '{"repeatedNestedMessage": {"a": 1}}'],
	["RepeatedFieldTrailingComma", '{"repeatedInt32": [1, 2, 3, 4,]}'],
	["RepeatedFieldTrailingCommaWithSpace", '{"repeatedInt32": [1, 2, 3, 4 ,]}'],
	[
		"RepeatedFieldTrailingCommaWithSpaceCommaSpace",
		'{"repeatedInt32": [1, 2, 3, 4 , ]}',
	],
	[
		"RepeatedFieldTrailingCommaWithNewlines",
		'{"repeatedInt32": [ 1, 2, 3, 4, ]}',
	],
	["RepeatedFieldPrimitiveElementIsNull", '{"repeatedInt32": [1, null, 2]}'],
	[
		"RepeatedFieldMessageElementIsNull",
		'{"repeatedNestedMessage": [{"a":1}, null, {"a":2}]}',
	],
	["MapFieldKeyIsNull", '{"mapInt32Int32": {null: 1}}'],
	["MapFieldValueIsNull", '{"mapInt32Int32": {"0": null}}'],
	["DurationMissingS", '{"optionalDuration": "1"}'],
	[
		"DurationJsonInputTooSmall",
		'{"optionalDuration": "-315576000001.000000000s"}',
	],
	[
		"DurationJsonInputTooLarge",
		'{"optionalDuration": "315576000001.000000000s"}',
	],
	[
		"TimestampJsonInputTooSmall",
		'{"optionalTimestamp": "0000-01-01T00:00:00Z"}',
	],
	[
		"TimestampJsonInputTooLarge",
		'{"optionalTimestamp": "10000-01-01T00:00:00Z"}',
	],
	[
		"TimestampJsonInputMissingZ",
		'{"optionalTimestamp": "0001-01-01T00:00:00"}',
	],
	[
		"TimestampJsonInputMissingT",
		'{"optionalTimestamp": "0001-01-01 00:00:00Z"}',
	],
	[
		"TimestampJsonInputLowercaseZ",
		'{"optionalTimestamp": "0001-01-01T00:00:00z"}',
	],
	[
		"TimestampJsonInputLowercaseT",
		'{"optionalTimestamp": "0001-01-01t00:00:00Z"}',
	],
	[
		"TimestampWithMissingColonInOffset",
		'{"optionalTimestamp": "1970-01-01T08:00:01+0800"}',
	],
	[
		"TimestampJsonInputMonthTooLarge",
		'{"optionalTimestamp": "1970-13-01T00:00:00Z"}',
	],
	[
		"TimestampJsonInputMonthZero",
		'{"optionalTimestamp": "1970-00-01T00:00:00Z"}',
	],
	[
		"TimestampJsonInputDayTooLarge",
		'{"optionalTimestamp": "1970-01-32T00:00:00Z"}',
	],
	[
		"TimestampJsonInputDayZero",
		'{"optionalTimestamp": "1970-01-00T00:00:00Z"}',
	],
	[
		"TimestampJsonInputHourTooLarge",
		'{"optionalTimestamp": "1970-01-01T24:00:00Z"}',
	],
	[
		"TimestampJsonInputHourTooLarge25",
		'{"optionalTimestamp": "1970-01-01T25:00:00Z"}',
	],
	[
		"TimestampJsonInputMinuteTooLarge",
		'{"optionalTimestamp": "1970-01-01T00:60:00Z"}',
	],
	[
		"TimestampJsonInputSecondTooLarge",
		'{"optionalTimestamp": "1970-01-01T00:00:60Z"}',
	],
	[
		"TimestampJsonInputInvalidOffsetHour",
		'{"optionalTimestamp": "1970-01-01T00:00:00+24:00"}',
	],
	[
		"TimestampJsonInputInvalidOffsetMinute",
		'{"optionalTimestamp": "1970-01-01T00:00:00+00:60"}',
	],
	[
		"TimestampJsonInputOffsetBoundaryUnderflow",
		'{"optionalTimestamp": "0001-01-01T00:00:00+00:01"}',
	],
	[
		"TimestampJsonInputOffsetBoundaryOverflow",
		'{"optionalTimestamp": "9999-12-31T23:59:59-00:01"}',
	],
	[
		"TimestampJsonInputInvalidNanos",
		'{"optionalTimestamp": "1970-01-01T00:00:00.1234567890Z"}',
	],
	[
		"TimestampJsonInputInvalidCharsInNanos",
		'{"optionalTimestamp": "1970-01-01T00:00:00.123aZ"}',
	],
	[
		"TimestampJsonInputYearTooShort",
		'{"optionalTimestamp": "999-01-01T00:00:00Z"}',
	],
	[
		"TimestampJsonInputYearTooLong",
		'{"optionalTimestamp": "00001-01-01T00:00:00Z"}',
	],
	[
		"TimestampJsonInputMonthTooShort",
		'{"optionalTimestamp": "1970-1-01T00:00:00Z"}',
	],
	[
		"TimestampJsonInputDayTooShort",
		'{"optionalTimestamp": "1970-01-1T00:00:00Z"}',
	],
	[
		"TimestampJsonInputNonLeapFeb29",
		'{"optionalTimestamp": "2001-02-29T00:00:00Z"}',
	],
	["FieldMaskInvalidCharacter", '{"optionalFieldMask": "foo,bar_bar"}'],
	[
		"AnyWktRepresentationWithEmptyTypeAndValue",
		'{ "optionalAny": { "@type": "", "value": "" } }',
	],
	[
		"AnyWktRepresentationWithBadType",
		'{ "optionalAny": { "@type": "not_a_url", "value": "" } }',
	],
	[
		"RejectUnknownEnumStringValueInOptionalField",
		'{"optional_nested_enum": "UNKNOWN_ENUM_VALUE"}',
	],
	[
		"RejectUnknownEnumStringValueInRepeatedField",
		'{"repeated_nested_enum": ["UNKNOWN_ENUM_VALUE"]}',
	],
	[
		"RejectUnknownEnumStringValueInMapValue",
		'{"map_string_nested_enum": {"key": "UNKNOWN_ENUM_VALUE"}}',
	],
	["RejectReservedFieldName.Boolean", '{"reserved_field": true}'],
	["RejectReservedFieldName.Number", '{"reserved_field": 1}'],
	["RejectReservedFieldName.String", '{"reserved_field": "hello"}'],
	["RejectReservedFieldName.Message", '{"reserved_field": { "a": 1 }}'],
];

/** Messages in the text format that have no JSON of their own kind. */
export const WITHOUT_JSON: readonly (readonly [name: string, text: string])[] =
	[
		[
			"DurationProtoInputTooSmall",
			"optional_duration: {seconds: -315576000001 nanos: 0}",
		],
		[
			"DurationProtoInputTooLarge",
			"optional_duration: {seconds: 315576000001 nanos: 0}",
		],
		[
			"DurationProtoNanosWrongSign",
			"optional_duration: {seconds: 1 nanos: -1}",
		],
		[
			"DurationProtoNanosWrongSignNegativeSecs",
			"optional_duration: {seconds: -1 nanos: 1}",
		],
		[
			"DurationProtoNanosTooSmall",
			"optional_duration: {seconds: -1 nanos: -1000000000}",
		],
		[
			"DurationProtoNanosTooLarge",
			"optional_duration: {seconds: 1 nanos: 1000000000}",
		],
		[
			"TimestampProtoInputTooSmall",
			"optional_timestamp: {seconds: -62135596801}",
		],
		[
			"TimestampProtoInputTooLarge",
			"optional_timestamp: {seconds: 253402300800}",
		],
		[
			"TimestampProtoNegativeNanos",
			"optional_timestamp: {seconds: 5000 nanos: -1}",
		],
		[
			"TimestampProtoNanoTooLarge",
			"optional_timestamp: {seconds: 5000 nanos: 1000000000}",
		],
		["FieldMaskPathsDontRoundTrip", 'optional_field_mask: {paths: "fooBar"}'],
		[
			"FieldMaskNumbersDontRoundTrip",
			'optional_field_mask: {paths: "foo_3_bar"}',
		],
		["FieldMaskTooManyUnderscore", 'optional_field_mask: {paths: "foo__bar"}'],
		["ValueRejectNanNumberValue", "optional_value: { number_value: nan}"],
		["ValueRejectInfNumberValue", "optional_value: { number_value: inf}"],
	];
