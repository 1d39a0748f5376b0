/**
 * A case of protobuf's conformance suite (text_format_conformance_suite.cc): its name there, a message in the text format,
 * and the same message as it is printed where that text differs.
 */
export type TextCase = readonly [name: string, text: string, same: string];

export const TAKEN: readonly TextCase[] = [
	[
		"HelloWorld",
		"optional_string: 'Hello, World!'",
		"optional_string: 'Hello, World!'",
	],
	[
		"Int32FieldMaxValue",
		"optional_int32: 2147483647",
		"optional_int32: 2147483647",
	],
	[
		"Int32FieldMinValue",
		"optional_int32: -2147483648",
		"optional_int32: -2147483648",
	],
	[
		"Uint32FieldMaxValue",
		"optional_uint32: 4294967295",
		"optional_uint32: 4294967295",
	],
	[
		"Int64FieldMaxValue",
		"optional_int64: 9223372036854775807",
		"optional_int64: 9223372036854775807",
	],
	[
		"Int64FieldMinValue",
		"optional_int64: -9223372036854775808",
		"optional_int64: -9223372036854775808",
	],
	[
		"Uint64FieldMaxValue",
		"optional_uint64: 18446744073709551615",
		"optional_uint64: 18446744073709551615",
	],
	["FloatField", "optional_float: 3.192837", "optional_float: 3.192837"],
	[
		"FloatFieldNegative",
		"optional_float: -3.192837",
		"optional_float: -3.192837",
	],
	[
		"FloatFieldWithVeryPreciseNumber",
		"optional_float: 3.123456789123456789",
		"optional_float: 3.123456789123456789",
	],
	[
		"FloatFieldMaxValue",
		"optional_float: 3.4028235e+38",
		"optional_float: 3.4028235e+38",
	],
	[
		"FloatFieldMinValue",
		"optional_float: 1.17549e-38",
		"optional_float: 1.17549e-38",
	],
	[
		"FloatFieldWithInt32Max",
		"optional_float: 4294967296",
		"optional_float: 4294967296",
	],
	[
		"FloatFieldLargerThanInt64",
		"optional_float: 9223372036854775808",
		"optional_float: 9223372036854775808",
	],
	[
		"FloatFieldTooLarge",
		"optional_float: 3.4028235e+39",
		"optional_float: 3.4028235e+39",
	],
	[
		"FloatFieldTooSmall",
		"optional_float: 1.17549e-39",
		"optional_float: 1.17549e-39",
	],
	[
		"FloatFieldLargerThanUint64",
		"optional_float: 18446744073709551616",
		"optional_float: 18446744073709551616",
	],
	["FloatFieldNegativeZero", "optional_float: -0", "optional_float: -0"],
	["FloatFieldNoLeadingZero", "optional_float: .123", "optional_float: .123"],
	[
		"FloatFieldNegativeNoLeadingZero",
		"optional_float: -.123",
		"optional_float: -.123",
	],
	[
		"FloatFieldNoLeadingZeroWithExponent",
		"optional_float: .123e2",
		"optional_float: .123e2",
	],
	["FloatField_f", "optional_float: 3.192837f", "optional_float: 3.192837f"],
	[
		"FloatFieldNegative_f",
		"optional_float: -3.192837f",
		"optional_float: -3.192837f",
	],
	[
		"FloatFieldWithVeryPreciseNumber_f",
		"optional_float: 3.123456789123456789f",
		"optional_float: 3.123456789123456789f",
	],
	[
		"FloatFieldMaxValue_f",
		"optional_float: 3.4028235e+38f",
		"optional_float: 3.4028235e+38f",
	],
	[
		"FloatFieldMinValue_f",
		"optional_float: 1.17549e-38f",
		"optional_float: 1.17549e-38f",
	],
	[
		"FloatFieldWithInt32Max_f",
		"optional_float: 4294967296f",
		"optional_float: 4294967296f",
	],
	[
		"FloatFieldLargerThanInt64_f",
		"optional_float: 9223372036854775808f",
		"optional_float: 9223372036854775808f",
	],
	[
		"FloatFieldTooLarge_f",
		"optional_float: 3.4028235e+39f",
		"optional_float: 3.4028235e+39f",
	],
	[
		"FloatFieldTooSmall_f",
		"optional_float: 1.17549e-39f",
		"optional_float: 1.17549e-39f",
	],
	[
		"FloatFieldLargerThanUint64_f",
		"optional_float: 18446744073709551616f",
		"optional_float: 18446744073709551616f",
	],
	["FloatFieldNegativeZero_f", "optional_float: -0f", "optional_float: -0f"],
	[
		"FloatFieldNoLeadingZero_f",
		"optional_float: .123f",
		"optional_float: .123f",
	],
	[
		"FloatFieldNegativeNoLeadingZero_f",
		"optional_float: -.123f",
		"optional_float: -.123f",
	],
	[
		"FloatFieldNoLeadingZeroWithExponent_f",
		"optional_float: .123e2f",
		"optional_float: .123e2f",
	],
	["FloatField_F", "optional_float: 3.192837F", "optional_float: 3.192837F"],
	[
		"FloatFieldNegative_F",
		"optional_float: -3.192837F",
		"optional_float: -3.192837F",
	],
	[
		"FloatFieldWithVeryPreciseNumber_F",
		"optional_float: 3.123456789123456789F",
		"optional_float: 3.123456789123456789F",
	],
	[
		"FloatFieldMaxValue_F",
		"optional_float: 3.4028235e+38F",
		"optional_float: 3.4028235e+38F",
	],
	[
		"FloatFieldMinValue_F",
		"optional_float: 1.17549e-38F",
		"optional_float: 1.17549e-38F",
	],
	[
		"FloatFieldWithInt32Max_F",
		"optional_float: 4294967296F",
		"optional_float: 4294967296F",
	],
	[
		"FloatFieldLargerThanInt64_F",
		"optional_float: 9223372036854775808F",
		"optional_float: 9223372036854775808F",
	],
	[
		"FloatFieldTooLarge_F",
		"optional_float: 3.4028235e+39F",
		"optional_float: 3.4028235e+39F",
	],
	[
		"FloatFieldTooSmall_F",
		"optional_float: 1.17549e-39F",
		"optional_float: 1.17549e-39F",
	],
	[
		"FloatFieldLargerThanUint64_F",
		"optional_float: 18446744073709551616F",
		"optional_float: 18446744073709551616F",
	],
	["FloatFieldNegativeZero_F", "optional_float: -0F", "optional_float: -0F"],
	[
		"FloatFieldNoLeadingZero_F",
		"optional_float: .123F",
		"optional_float: .123F",
	],
	[
		"FloatFieldNegativeNoLeadingZero_F",
		"optional_float: -.123F",
		"optional_float: -.123F",
	],
	[
		"FloatFieldNoLeadingZeroWithExponent_F",
		"optional_float: .123e2F",
		"optional_float: .123e2F",
	],
	["FloatFieldValue_nan", "optional_float: nan", "optional_float: nan"],
	["FloatFieldValue_NaN", "optional_float: NaN", "optional_float: NaN"],
	["FloatFieldValue_nAn", "optional_float: nAn", "optional_float: nAn"],
	["FloatFieldValue_Posinf", "optional_float: inf", "optional_float: inf"],
	["FloatFieldValue_Neginf", "optional_float: -inf", "optional_float: -inf"],
	[
		"FloatFieldValue_Posinfinity",
		"optional_float: infinity",
		"optional_float: infinity",
	],
	[
		"FloatFieldValue_Neginfinity",
		"optional_float: -infinity",
		"optional_float: -infinity",
	],
	["FloatFieldValue_PosINF", "optional_float: INF", "optional_float: INF"],
	["FloatFieldValue_NegINF", "optional_float: -INF", "optional_float: -INF"],
	[
		"FloatFieldValue_PosINFINITY",
		"optional_float: INFINITY",
		"optional_float: INFINITY",
	],
	[
		"FloatFieldValue_NegINFINITY",
		"optional_float: -INFINITY",
		"optional_float: -INFINITY",
	],
	["FloatFieldValue_PosiNF", "optional_float: iNF", "optional_float: iNF"],
	["FloatFieldValue_NegiNF", "optional_float: -iNF", "optional_float: -iNF"],
	[
		"FloatFieldValue_PosinFINITY",
		"optional_float: inFINITY",
		"optional_float: inFINITY",
	],
	[
		"FloatFieldValue_NeginFINITY",
		"optional_float: -inFINITY",
		"optional_float: -inFINITY",
	],
	[
		"StringLiteralBasicEscapesString",
		"optional_string: '\\a\\b\\f\\n\\r\\t\\v\\?\\\\\\'\\\"'",
		"optional_string: '\\a\\b\\f\\n\\r\\t\\v\\?\\\\\\'\\\"'",
	],
	[
		"StringLiteralBasicEscapesBytes",
		"optional_bytes: '\\a\\b\\f\\n\\r\\t\\v\\?\\\\\\'\\\"'",
		"optional_bytes: '\\a\\b\\f\\n\\r\\t\\v\\?\\\\\\'\\\"'",
	],
	[
		"BytesFieldBadUTF8Octal",
		"optional_bytes: '\\300'",
		"optional_bytes: '\\300'",
	],
	[
		"BytesFieldBadUTF8Hex",
		"optional_bytes: '\\xc0'",
		"optional_bytes: '\\xc0'",
	],
	[
		"FieldSeparatorCommaTopLevelSingle_string",
		'optional_string: "abc",',
		'optional_string: "abc",',
	],
	[
		"FieldSeparatorSemiTopLevelSingleSingle_string",
		'optional_string: "abc";',
		'optional_string: "abc";',
	],
	[
		"FieldSeparatorCommaTopLevelRepeated_string",
		'repeated_string: ["abc"],',
		'repeated_string: ["abc"],',
	],
	[
		"FieldSeparatorSemiTopLevelSingleRepeated_string",
		'repeated_string: ["abc"];',
		'repeated_string: ["abc"];',
	],
	[
		"ListSeparator_string",
		'repeated_string: ["abc","abc"]',
		'repeated_string: ["abc","abc"]',
	],
	[
		"ListSeparatorMissingIsOneValue_string",
		'repeated_string: ["abc" "abc"]',
		'repeated_string: ["abc" "abc"]',
	],
	[
		"FieldSeparatorCommaTopLevelSingle_bytes",
		'optional_bytes: "abc",',
		'optional_bytes: "abc",',
	],
	[
		"FieldSeparatorSemiTopLevelSingleSingle_bytes",
		'optional_bytes: "abc";',
		'optional_bytes: "abc";',
	],
	[
		"FieldSeparatorCommaTopLevelRepeated_bytes",
		'repeated_bytes: ["abc"],',
		'repeated_bytes: ["abc"],',
	],
	[
		"FieldSeparatorSemiTopLevelSingleRepeated_bytes",
		'repeated_bytes: ["abc"];',
		'repeated_bytes: ["abc"];',
	],
	[
		"ListSeparator_bytes",
		'repeated_bytes: ["abc","abc"]',
		'repeated_bytes: ["abc","abc"]',
	],
	[
		"ListSeparatorMissingIsOneValue_bytes",
		'repeated_bytes: ["abc" "abc"]',
		'repeated_bytes: ["abc" "abc"]',
	],
	[
		"FieldSeparatorCommaTopLevelSingle_int32",
		"optional_int32: 123,",
		"optional_int32: 123,",
	],
	[
		"FieldSeparatorSemiTopLevelSingleSingle_int32",
		"optional_int32: 123;",
		"optional_int32: 123;",
	],
	[
		"FieldSeparatorCommaTopLevelRepeated_int32",
		"repeated_int32: [123],",
		"repeated_int32: [123],",
	],
	[
		"FieldSeparatorSemiTopLevelSingleRepeated_int32",
		"repeated_int32: [123];",
		"repeated_int32: [123];",
	],
	[
		"ListSeparator_int32",
		"repeated_int32: [123,123]",
		"repeated_int32: [123,123]",
	],
	[
		"FieldSeparatorCommaTopLevelSingle_bool",
		"optional_bool: true,",
		"optional_bool: true,",
	],
	[
		"FieldSeparatorSemiTopLevelSingleSingle_bool",
		"optional_bool: true;",
		"optional_bool: true;",
	],
	[
		"FieldSeparatorCommaTopLevelRepeated_bool",
		"repeated_bool: [true],",
		"repeated_bool: [true],",
	],
	[
		"FieldSeparatorSemiTopLevelSingleRepeated_bool",
		"repeated_bool: [true];",
		"repeated_bool: [true];",
	],
	[
		"ListSeparator_bool",
		"repeated_bool: [true,true]",
		"repeated_bool: [true,true]",
	],
	[
		"FieldSeparatorCommaTopLevelSingle_double",
		"optional_double: 1.23,",
		"optional_double: 1.23,",
	],
	[
		"FieldSeparatorSemiTopLevelSingleSingle_double",
		"optional_double: 1.23;",
		"optional_double: 1.23;",
	],
	[
		"FieldSeparatorCommaTopLevelRepeated_double",
		"repeated_double: [1.23],",
		"repeated_double: [1.23],",
	],
	[
		"FieldSeparatorSemiTopLevelSingleRepeated_double",
		"repeated_double: [1.23];",
		"repeated_double: [1.23];",
	],
	[
		"ListSeparator_double",
		"repeated_double: [1.23,1.23]",
		"repeated_double: [1.23,1.23]",
	],
	[
		"FieldSeparatorCommaTopLevelSingle_fixed32",
		"optional_fixed32: 0x123,",
		"optional_fixed32: 0x123,",
	],
	[
		"FieldSeparatorSemiTopLevelSingleSingle_fixed32",
		"optional_fixed32: 0x123;",
		"optional_fixed32: 0x123;",
	],
	[
		"FieldSeparatorCommaTopLevelRepeated_fixed32",
		"repeated_fixed32: [0x123],",
		"repeated_fixed32: [0x123],",
	],
	[
		"FieldSeparatorSemiTopLevelSingleRepeated_fixed32",
		"repeated_fixed32: [0x123];",
		"repeated_fixed32: [0x123];",
	],
	[
		"ListSeparator_fixed32",
		"repeated_fixed32: [0x123,0x123]",
		"repeated_fixed32: [0x123,0x123]",
	],
	[
		"FieldSeparatorCommaNested",
		"optional_nested_message: { a: 123, }",
		"optional_nested_message: { a: 123, }",
	],
	[
		"FieldSeparatorSemiNested",
		"optional_nested_message: { a: 123; }",
		"optional_nested_message: { a: 123; }",
	],
	[
		"AlphabeticallySortedMapStringKeys",
		'map_string_string { key: "a" value: "value" } map_string_string { key: "b" value: "value" }',
		'map_string_string { key: "a" value: "value" } map_string_string { key: "b" value: "value" }',
	],
	[
		"AnyField",
		"optional_any: { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } }",
		"optional_any: { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } }",
	],
	[
		"AnyFieldWithCustomTypeUrlPrefix",
		"optional_any: { [non.default.domain/conformance.Open] { optional_int32: 12345 } }",
		"optional_any: { [non.default.domain/conformance.Open] { optional_int32: 12345 } }",
	],
	[
		"AnyFieldWithSpecialCharactersInTypeUrlPrefix",
		"optional_any: { [non.default.domain/sub-path_0/~!$&()*+,;=/conformance.Open] { optional_int32: 12345 } }",
		"optional_any: { [non.default.domain/sub-path_0/~!$&()*+,;=/conformance.Open] { optional_int32: 12345 } }",
	],
	[
		"AnyFieldWithValidUrlPercentEscapeInTypeUrlPrefix",
		"optional_any: { [non.default.domain/%2F/conformance.Open] { optional_int32: 12345 } }",
		"optional_any: { [non.default.domain/%2F/conformance.Open] { optional_int32: 12345 } }",
	],
	[
		"ClosedEnumFieldByNumber",
		"optional_nested_enum: 1",
		"optional_nested_enum: 1",
	],
	[
		"ClosedEnumFieldWithUnknownNumber",
		"optional_nested_enum: 42",
		"optional_nested_enum: 42",
	],
	[
		"Int32FieldMaxValueHex",
		"optional_int32: 0x7FFFFFFF",
		"optional_int32: 2147483647",
	],
	[
		"Int32FieldMaxValueOctal",
		"optional_int32: 017777777777",
		"optional_int32: 2147483647",
	],
	[
		"Int32FieldMinValueHex",
		"optional_int32: -0x80000000",
		"optional_int32: -2147483648",
	],
	[
		"Int32FieldMinValueOctal",
		"optional_int32: -020000000000",
		"optional_int32: -2147483648",
	],
	[
		"Uint32FieldMaxValueHex",
		"optional_uint32: 0xFFFFFFFF",
		"optional_uint32: 4294967295",
	],
	[
		"Uint32FieldMaxValueOctal",
		"optional_uint32: 037777777777",
		"optional_uint32: 4294967295",
	],
	[
		"Int64FieldMaxValueHex",
		"optional_int64: 0x7FFFFFFFFFFFFFFF",
		"optional_int64: 9223372036854775807",
	],
	[
		"Int64FieldMaxValueOctal",
		"optional_int64: 0777777777777777777777",
		"optional_int64: 9223372036854775807",
	],
	[
		"Int64FieldMinValueHex",
		"optional_int64: -0x8000000000000000",
		"optional_int64: -9223372036854775808",
	],
	[
		"Int64FieldMinValueOctal",
		"optional_int64: -01000000000000000000000",
		"optional_int64: -9223372036854775808",
	],
	[
		"Uint64FieldMaxValueHex",
		"optional_uint64: 0xFFFFFFFFFFFFFFFF",
		"optional_uint64: 18446744073709551615",
	],
	[
		"Uint64FieldMaxValueOctal",
		"optional_uint64: 01777777777777777777777",
		"optional_uint64: 18446744073709551615",
	],
	["FloatFieldZero", "optional_float: 0", ""],
	["FloatFieldZero_f", "optional_float: 0f", ""],
	["FloatFieldZero_F", "optional_float: 0F", ""],
	["FloatFieldOverflowInfinity", "optional_float: 1e50", "optional_float: inf"],
	[
		"FloatFieldOverflowNegativeInfinity",
		"optional_float: -1e50",
		"optional_float: -inf",
	],
	[
		"DoubleFieldOverflowInfinity",
		"optional_double: 1e9999",
		"optional_double: inf",
	],
	[
		"DoubleFieldOverflowNegativeInfinity",
		"optional_double: -1e9999",
		"optional_double: -inf",
	],
	[
		"FloatFieldOverflowInfinityHugeExponent",
		"optional_float: 1e18446744073709551616",
		"optional_float: inf",
	],
	[
		"DoubleFieldOverflowInfinityHugeExponent",
		"optional_double: 1e18446744073709551616",
		"optional_double: inf",
	],
	[
		"DoubleFieldLargeNegativeExponentParsesAsZero",
		"optional_double: 1e-18446744073709551616",
		"",
	],
	[
		"NegDoubleFieldLargeNegativeExponentParsesAsNegZero",
		"optional_double: -1e-18446744073709551616",
		"optional_double: -0",
	],
	["FloatFieldLargeNegativeExponentParsesAsZero", "optional_float: 1e-50", ""],
	[
		"NegFloatFieldLargeNegativeExponentParsesAsNegZero",
		"optional_float: -1e-50",
		"optional_float: -0",
	],
	[
		"StringLiteralConcatString",
		"optional_string: 'first' \"second\"\n'third'",
		"optional_string: 'firstsecondthird'",
	],
	[
		"StringLiteralOctalEscapesString",
		"optional_string: '\\341\\210\\264'",
		"optional_string: '\u1234'",
	],
	[
		"StringLiteralHexEscapesString",
		"optional_string: '\\xe1\\x88\\xb4'",
		"optional_string: '\u1234'",
	],
	[
		"StringLiteralShortUnicodeEscapeString",
		"optional_string: '\\u1234'",
		"optional_string: '\u1234'",
	],
	[
		"StringLiteralLongUnicodeEscapesString",
		"optional_string: '\\U00001234\\U00010437'",
		"optional_string: '\u1234\ud801\udc37'",
	],
	[
		"StringLiteralConcatBytes",
		"optional_bytes: 'first' \"second\"\n'third'",
		"optional_bytes: 'firstsecondthird'",
	],
	[
		"StringLiteralOctalEscapesBytes",
		"optional_bytes: '\\341\\210\\264'",
		"optional_bytes: '\u1234'",
	],
	[
		"StringLiteralHexEscapesBytes",
		"optional_bytes: '\\xe1\\x88\\xb4'",
		"optional_bytes: '\u1234'",
	],
	[
		"StringLiteralShortUnicodeEscapeBytes",
		"optional_bytes: '\\u1234'",
		"optional_bytes: '\u1234'",
	],
	[
		"StringLiteralLongUnicodeEscapesBytes",
		"optional_bytes: '\\U00001234\\U00010437'",
		"optional_bytes: '\u1234\ud801\udc37'",
	],
	["ReservedFieldName.Boolean", "reserved_field: true", ""],
	["ReservedFieldName.Integer", "reserved_field: -123", ""],
	["ReservedFieldName.Float", "reserved_field: 0.123", ""],
	["ReservedFieldName.Enum", "reserved_field: ENUM_VALUE", ""],
	["ReservedFieldName.String", 'reserved_field: "hello"', ""],
	["ReservedFieldName.Message", "reserved_field: { a: 123 }", ""],
	["ReservedFieldName.MessageAngleBrackets", "reserved_field: < a: 123 >", ""],
	["ReservedFieldName.RepeatedInteger", "reserved_field: [-123, 456]", ""],
	["ReservedFieldName.RepeatedFloat", "reserved_field: [0.123, 1e-10] ", ""],
	[
		"ReservedFieldName.RepeatedString",
		'reserved_field: ["hello", "world"]',
		"",
	],
	[
		"DuplicateMapKey",
		'map_string_nested_message { key: "duplicate" value: { a: 123 } } map_string_nested_message { key: "duplicate" value: { corecursive: {} } }',
		'map_string_nested_message { key: "duplicate" value: { corecursive: {} } }',
	],
	[
		"AnyFieldWithRawBytes",
		'optional_any: { type_url: "type.googleapis.com/conformance.Open" value: "\\b\\271`" }',
		"optional_any: { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } }",
	],
	[
		"AnyFieldWithWhitespaceInTypeUrl",
		"optional_any: {\n  [ ty pe.go\nogleap\tis.com/\n    confor\tmance.Op en ]\n  {\n optional_int32: 12345\n } }",
		"optional_any: { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } }",
	],
	[
		"AnyFieldWithCommentsInTypeUrl",
		"optional_any: {\n  [type.google # comment \napis.com/conformance.Op # comment \nen]  {\n optional_int32: 12345\n } }",
		"optional_any: { [type.googleapis.com/conformance.Open] { optional_int32: 12345 } }",
	],
];

export const REFUSED: readonly (readonly [name: string, text: string])[] = [
	["Int32FieldTooLarge", "optional_int32: 2147483648"],
	["Int32FieldTooLargeHex", "optional_int32: 0x80000000"],
	["Int32FieldTooLargeOctal", "optional_int32: 020000000000"],
	["Int32FieldTooSmall", "optional_int32: -2147483649"],
	["Int32FieldTooSmallHex", "optional_int32: -0x80000001"],
	["Int32FieldTooSmallOctal", "optional_int32: -020000000001"],
	["Uint32FieldTooLarge", "optional_uint32: 4294967296"],
	["Uint32FieldTooLargeHex", "optional_uint32: 0x100000000"],
	["Uint32FieldTooLargeOctal", "optional_uint32: 040000000000"],
	["Int64FieldTooLarge", "optional_int64: 9223372036854775808"],
	["Int64FieldTooLargeHex", "optional_int64: 0x8000000000000000"],
	["Int64FieldTooLargeOctal", "optional_int64: 01000000000000000000000"],
	["Int64FieldTooSmall", "optional_int64: -9223372036854775809"],
	["Int64FieldTooSmallHex", "optional_int64: -0x8000000000000001"],
	["Int64FieldTooSmallOctal", "optional_int64: -01000000000000000000001"],
	["Uint64FieldTooLarge", "optional_uint64: 18446744073709551616"],
	["Uint64FieldTooLargeHex", "optional_uint64: 0x10000000000000000"],
	["Uint64FieldTooLargeOctal", "optional_uint64: 02000000000000000000000"],
	["FloatFieldNoHex", "optional_float: 0x1"],
	["FloatFieldNoNegativeHex", "optional_float: -0x1"],
	["FloatFieldNoOctal", "optional_float: 012"],
	["FloatFieldNoNegativeOctal", "optional_float: -012"],
	[
		"StringLiteralIncludesLFString",
		"optional_string: 'first line\nsecond line'",
	],
	[
		"StringLiteralLongUnicodeEscapeTooLargeString",
		"optional_string: '\\U00110000'",
	],
	[
		"StringLiteralShortUnicodeEscapeSurrogatePairString",
		"optional_string: '\\ud801\\udc37'",
	],
	[
		"StringLiteralShortUnicodeEscapeSurrogateFirstOnlyString",
		"optional_string: '\\ud800'",
	],
	[
		"StringLiteralShortUnicodeEscapeSurrogateSecondOnlyString",
		"optional_string: '\\udc00'",
	],
	[
		"StringLiteralLongUnicodeEscapeSurrogateFirstOnlyString",
		"optional_string: '\\U0000d800'",
	],
	[
		"StringLiteralLongUnicodeEscapeSurrogateSecondOnlyString",
		"optional_string: '\\U0000dc00'",
	],
	[
		"StringLiteralLongUnicodeEscapeSurrogatePairString",
		"optional_string: '\\U0000d801\\U00000dc37'",
	],
	[
		"StringLiteralUnicodeEscapeSurrogatePairLongShortString",
		"optional_string: '\\U0000d801\\udc37'",
	],
	[
		"StringLiteralUnicodeEscapeSurrogatePairShortLongString",
		"optional_string: '\\ud801\\U0000dc37'",
	],
	["StringFieldBadUTF8Octal", "optional_string: '\\300'"],
	["StringFieldBadUTF8Hex", "optional_string: '\\xc0'"],
	["StringLiteralIncludesLFBytes", "optional_bytes: 'first line\nsecond line'"],
	[
		"StringLiteralLongUnicodeEscapeTooLargeBytes",
		"optional_bytes: '\\U00110000'",
	],
	[
		"StringLiteralShortUnicodeEscapeSurrogatePairBytes",
		"optional_bytes: '\\ud801\\udc37'",
	],
	[
		"StringLiteralShortUnicodeEscapeSurrogateFirstOnlyBytes",
		"optional_bytes: '\\ud800'",
	],
	[
		"StringLiteralShortUnicodeEscapeSurrogateSecondOnlyBytes",
		"optional_bytes: '\\udc00'",
	],
	[
		"StringLiteralLongUnicodeEscapeSurrogateFirstOnlyBytes",
		"optional_bytes: '\\U0000d800'",
	],
	[
		"StringLiteralLongUnicodeEscapeSurrogateSecondOnlyBytes",
		"optional_bytes: '\\U0000dc00'",
	],
	[
		"StringLiteralLongUnicodeEscapeSurrogatePairBytes",
		"optional_bytes: '\\U0000d801\\U00000dc37'",
	],
	[
		"StringLiteralUnicodeEscapeSurrogatePairLongShortBytes",
		"optional_bytes: '\\U0000d801\\udc37'",
	],
	[
		"StringLiteralUnicodeEscapeSurrogatePairShortLongBytes",
		"optional_bytes: '\\ud801\\U0000dc37'",
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsSingle_string",
		'optional_string: "abc",,',
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsSingle_string",
		'optional_string: "abc";;',
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsRepeated_string",
		'repeated_string: ["abc"],,',
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsRepeated_string",
		'repeated_string: ["abc"];;',
	],
	["ListSeparatorSemiFails_string", 'repeated_string: ["abc";"abc"]'],
	["ListSeparatorDuplicateFails_string", 'repeated_string: ["abc",,"abc"]'],
	["ListSeparatorSingleTrailingFails_string", 'repeated_string: ["abc",]'],
	[
		"ListSeparatorTwoValuesTrailingFails_string",
		'repeated_string: ["abc","abc",]',
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsSingle_bytes",
		'optional_bytes: "abc",,',
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsSingle_bytes",
		'optional_bytes: "abc";;',
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsRepeated_bytes",
		'repeated_bytes: ["abc"],,',
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsRepeated_bytes",
		'repeated_bytes: ["abc"];;',
	],
	["ListSeparatorSemiFails_bytes", 'repeated_bytes: ["abc";"abc"]'],
	["ListSeparatorDuplicateFails_bytes", 'repeated_bytes: ["abc",,"abc"]'],
	["ListSeparatorSingleTrailingFails_bytes", 'repeated_bytes: ["abc",]'],
	[
		"ListSeparatorTwoValuesTrailingFails_bytes",
		'repeated_bytes: ["abc","abc",]',
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsSingle_int32",
		"optional_int32: 123,,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsSingle_int32",
		"optional_int32: 123;;",
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsRepeated_int32",
		"repeated_int32: [123],,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsRepeated_int32",
		"repeated_int32: [123];;",
	],
	["ListSeparatorSemiFails_int32", "repeated_int32: [123;123]"],
	["ListSeparatorMissingFails_int32", "repeated_int32: [123 123]"],
	["ListSeparatorDuplicateFails_int32", "repeated_int32: [123,,123]"],
	["ListSeparatorSingleTrailingFails_int32", "repeated_int32: [123,]"],
	["ListSeparatorTwoValuesTrailingFails_int32", "repeated_int32: [123,123,]"],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsSingle_bool",
		"optional_bool: true,,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsSingle_bool",
		"optional_bool: true;;",
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsRepeated_bool",
		"repeated_bool: [true],,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsRepeated_bool",
		"repeated_bool: [true];;",
	],
	["ListSeparatorSemiFails_bool", "repeated_bool: [true;true]"],
	["ListSeparatorMissingFails_bool", "repeated_bool: [true true]"],
	["ListSeparatorDuplicateFails_bool", "repeated_bool: [true,,true]"],
	["ListSeparatorSingleTrailingFails_bool", "repeated_bool: [true,]"],
	["ListSeparatorTwoValuesTrailingFails_bool", "repeated_bool: [true,true,]"],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsSingle_double",
		"optional_double: 1.23,,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsSingle_double",
		"optional_double: 1.23;;",
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsRepeated_double",
		"repeated_double: [1.23],,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsRepeated_double",
		"repeated_double: [1.23];;",
	],
	["ListSeparatorSemiFails_double", "repeated_double: [1.23;1.23]"],
	["ListSeparatorMissingFails_double", "repeated_double: [1.23 1.23]"],
	["ListSeparatorDuplicateFails_double", "repeated_double: [1.23,,1.23]"],
	["ListSeparatorSingleTrailingFails_double", "repeated_double: [1.23,]"],
	[
		"ListSeparatorTwoValuesTrailingFails_double",
		"repeated_double: [1.23,1.23,]",
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsSingle_fixed32",
		"optional_fixed32: 0x123,,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsSingle_fixed32",
		"optional_fixed32: 0x123;;",
	],
	[
		"FieldSeparatorCommaTopLevelDuplicatesFailsRepeated_fixed32",
		"repeated_fixed32: [0x123],,",
	],
	[
		"FieldSeparatorSemiTopLevelDuplicateFailsRepeated_fixed32",
		"repeated_fixed32: [0x123];;",
	],
	["ListSeparatorSemiFails_fixed32", "repeated_fixed32: [0x123;0x123]"],
	["ListSeparatorMissingFails_fixed32", "repeated_fixed32: [0x123 0x123]"],
	["ListSeparatorDuplicateFails_fixed32", "repeated_fixed32: [0x123,,0x123]"],
	["ListSeparatorSingleTrailingFails_fixed32", "repeated_fixed32: [0x123,]"],
	[
		"ListSeparatorTwoValuesTrailingFails_fixed32",
		"repeated_fixed32: [0x123,0x123,]",
	],
	[
		"FieldSeparatorCommaNestedDuplicates",
		"optional_nested_message: { a: 123,, }",
	],
	[
		"FieldSeparatorSemiNestedDuplicates",
		"optional_nested_message: { a: 123;; }",
	],
	[
		"AnyFieldWithInvalidType",
		"optional_any: { [type.googleapis.com/unknown] { optional_int32: 12345 } }",
	],
	[
		"AnyFieldWithInvalidUrlPercentEscapeInTypeUrlPrefix",
		"optional_any: { [non.default.domain/%ZZ/conformance.Open] { optional_int32: 12345 } }",
	],
];

/** Cases of other messages. The message's type comes first. */
export const TAKEN_OF_OTHERS: readonly (readonly [
	type: string,
	...TextCase,
])[] = [
	[
		"conformance.editions.Delimited",
		"GroupFieldNoColon",
		"GroupLikeType { group_int32: 1 }",
		"GroupLikeType { group_int32: 1 }",
	],
	[
		"conformance.editions.Delimited",
		"GroupFieldWithColon",
		"GroupLikeType: { group_int32: 1 }",
		"GroupLikeType: { group_int32: 1 }",
	],
	[
		"conformance.editions.Delimited",
		"GroupFieldEmpty",
		"GroupLikeType {}",
		"GroupLikeType {}",
	],
	[
		"conformance.editions.Delimited",
		"GroupFieldExtension",
		"[conformance.editions.groupliketype] { c: 1 }",
		"[conformance.editions.groupliketype] { c: 1 }",
	],
	[
		"conformance.editions.Delimited",
		"DelimitedFieldExtension",
		"[conformance.editions.delimited_ext] { c: 1 }",
		"[conformance.editions.delimited_ext] { c: 1 }",
	],
	[
		"conformance.editions.Delimited",
		"DelimitedFieldLowercased",
		"groupliketype { group_int32: 1 }",
		"groupliketype { group_int32: 1 }",
	],
	[
		"conformance.editions.Delimited",
		"DelimitedFieldLowercasedDifferent",
		"delimited_field { group_int32: 1 }",
		"delimited_field { group_int32: 1 }",
	],
	[
		"conformance.editions.Delimited",
		"ExtensionNameWithWhitespace",
		"[confor mance.edit\tions.exten\nsion_int32]: 1",
		"[conformance.editions.extension_int32]: 1",
	],
	[
		"conformance.editions.Delimited",
		"ExtensionNameWithComment",
		"[conformance.edit # comment \nions.extension_int32]: 1",
		"[conformance.editions.extension_int32]: 1",
	],
	[
		"conformance.Closed",
		"GroupFieldNoColon",
		"Data { group_int32: 1 }",
		"Data { group_int32: 1 }",
	],
	[
		"conformance.Closed",
		"GroupFieldWithColon",
		"Data: { group_int32: 1 }",
		"Data: { group_int32: 1 }",
	],
	["conformance.Closed", "GroupFieldEmpty", "Data {}", "Data {}"],
	[
		"conformance.Closed",
		"GroupFieldMultiWord",
		"MultiWordGroupField { group_int32: 1 }",
		"MultiWordGroupField { group_int32: 1 }",
	],
	[
		"conformance.Closed",
		"GroupFieldLowercased",
		"data { group_int32: 1 }",
		"Data { group_int32: 1 }",
	],
	[
		"conformance.Closed",
		"GroupFieldLowercasedMultiWord",
		"multiwordgroupfield { group_int32: 1 }",
		"MultiWordGroupField { group_int32: 1 }",
	],
	[
		"conformance.Closed",
		"GroupFieldExtension",
		"[conformance.groupfield] { group_int32: 1 }",
		"[conformance.groupfield] { group_int32: 1 }",
	],
	[
		"conformance.Closed",
		"ClosedEnumFieldByNumber",
		"optional_nested_enum: 1",
		"optional_nested_enum: 1",
	],
];

export const REFUSED_OF_OTHERS: readonly (readonly [
	type: string,
	name: string,
	text: string,
])[] = [
	[
		"conformance.editions.Delimited",
		"DelimitedFieldExtensionMessageName",
		"[conformance.editions.GroupLikeType] { group_int32: 1 }",
	],
	[
		"conformance.Closed",
		"GroupFieldExtensionGroupName",
		"[conformance.GroupField] { group_int32: 1 }",
	],
];
