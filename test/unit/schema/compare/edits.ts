/** An edit of a schema: what was declared, and what is. The syntax is proto2 unless the first line says otherwise. */
export type Edit = {
	readonly title: string;
	readonly before: string;
	readonly after: string;
};

const field = (title: string, before: string, after: string): Edit => ({
	title,
	before: `message M { ${before} }`,
	after: `message M { ${after} }`,
});

const proto3 = (title: string, before: string, after: string): Edit => ({
	title,
	before: `syntax = "proto3"; message M { ${before} }`,
	after: `syntax = "proto3"; message M { ${after} }`,
});

const edition = (title: string, before: string, after: string): Edit => ({
	title,
	before: `edition = "2023"; message M { ${before} }`,
	after: `edition = "2023"; message M { ${after} }`,
});

const values = (title: string, before: string, after: string): Edit => ({
	title,
	before: `enum E { E_ZERO = 0; ${before} }`,
	after: `enum E { E_ZERO = 0; ${after} }`,
});

const MESSAGES = "message A {} message B {}";

const service = (title: string, before: string, after: string): Edit => ({
	title,
	before: `${MESSAGES} service S { ${before} }`,
	after: `${MESSAGES} service S { ${after} }`,
});

const other = (title: string, before: string, after: string): Edit => ({
	title,
	before,
	after,
});

/** Edits that break one thing or another, and some that break nothing. */
export const EDITS: readonly Edit[] = [
	field("nothing", "optional string a = 1;", "optional string a = 1;"),
	field("a field more", "", "optional string a = 1;"),
	field("a required field more", "", "required string a = 1;"),
	field("a field less", "optional string a = 1;", ""),
	field(
		"a field less, number reserved",
		"optional string a = 1;",
		"reserved 1;",
	),
	field(
		"a field less, name reserved",
		"optional string a = 1;",
		'reserved "a";',
	),
	field(
		"a field less, both reserved",
		"optional string a = 1;",
		'reserved 1; reserved "a";',
	),
	field(
		"a required field less",
		"required string a = 1;",
		'reserved 1; reserved "a";',
	),
	field("another name", "optional string a = 1;", "optional string b = 1;"),
	field("another number", "optional string a = 1;", "optional string a = 2;"),
	field(
		"another JSON name",
		"optional string a = 1;",
		'optional string a = 1 [json_name = "b"];',
	),
	field("string for bytes", "optional bytes a = 1;", "optional string a = 1;"),
	field("bytes for string", "optional string a = 1;", "optional bytes a = 1;"),
	field("int64 for int32", "optional int32 a = 1;", "optional int64 a = 1;"),
	field("uint32 for int32", "optional int32 a = 1;", "optional uint32 a = 1;"),
	field("uint64 for int64", "optional int64 a = 1;", "optional uint64 a = 1;"),
	field("sint32 for int32", "optional int32 a = 1;", "optional sint32 a = 1;"),
	field(
		"sint64 for sint32",
		"optional sint32 a = 1;",
		"optional sint64 a = 1;",
	),
	field(
		"fixed32 for sfixed32",
		"optional sfixed32 a = 1;",
		"optional fixed32 a = 1;",
	),
	field(
		"fixed64 for fixed32",
		"optional fixed32 a = 1;",
		"optional fixed64 a = 1;",
	),
	field("bool for int32", "optional int32 a = 1;", "optional bool a = 1;"),
	field("double for float", "optional float a = 1;", "optional double a = 1;"),
	field("string for int32", "optional int32 a = 1;", "optional string a = 1;"),
	field(
		"repeated for optional",
		"optional string a = 1;",
		"repeated string a = 1;",
	),
	field(
		"optional for repeated",
		"repeated int32 a = 1;",
		"optional int32 a = 1;",
	),
	field(
		"required for optional",
		"optional string a = 1;",
		"required string a = 1;",
	),
	field(
		"optional for required",
		"required string a = 1;",
		"optional string a = 1;",
	),
	field(
		"packed",
		"repeated int32 a = 1;",
		"repeated int32 a = 1 [packed = true];",
	),
	field(
		"another default",
		'optional string a = 1 [default = "x"];',
		'optional string a = 1 [default = "y"];',
	),
	field(
		"a default more",
		"optional int32 a = 1;",
		"optional int32 a = 1 [default = 3];",
	),
	field(
		"a default less",
		"optional int32 a = 1 [default = 3];",
		"optional int32 a = 1;",
	),
	field(
		"a default of zero",
		"optional int32 a = 1;",
		"optional int32 a = 1 [default = 0];",
	),
	field(
		"deprecation",
		"optional int32 a = 1;",
		"optional int32 a = 1 [deprecated = true];",
	),
	field(
		"another jstype",
		"optional int64 a = 1;",
		"optional int64 a = 1 [jstype = JS_STRING];",
	),
	field("into a oneof", "optional int32 a = 1;", "oneof o { int32 a = 1; }"),
	field(
		"out of a oneof",
		"oneof o { int32 a = 1; int32 b = 2; }",
		"oneof o { int32 a = 1; } optional int32 b = 2;",
	),
	field(
		"into another oneof",
		"oneof o { int32 a = 1; int32 b = 2; }",
		"oneof o { int32 a = 1; } oneof p { int32 b = 2; }",
	),
	field(
		"a oneof of another name",
		"oneof o { int32 a = 1; }",
		"oneof p { int32 a = 1; }",
	),
	field(
		"a oneof grows",
		"oneof o { int32 a = 1; }",
		"oneof o { int32 a = 1; int32 b = 2; }",
	),
	field("reserved numbers less", "reserved 1 to 5;", "reserved 1 to 3;"),
	field("reserved numbers more", "reserved 1 to 3;", "reserved 1 to 5;"),
	field("reserved numbers split", "reserved 1 to 5;", "reserved 1 to 3, 4, 5;"),
	field("reserved names less", 'reserved "a", "b";', 'reserved "a";'),
	field("extensions less", "extensions 100 to 200;", "extensions 100 to 150;"),
	field("extensions more", "extensions 100 to 150;", "extensions 100 to 200;"),
	field(
		"a map for repeated",
		"repeated string a = 1;",
		"map<string, string> a = 1;",
	),
	field(
		"a map of another value",
		"map<string, int32> a = 1;",
		"map<string, int64> a = 1;",
	),
	field(
		"a map of another key",
		"map<int32, string> a = 1;",
		"map<int64, string> a = 1;",
	),
	field(
		"a map to text",
		"map<int32, string> a = 1;",
		"map<string, string> a = 1;",
	),
	field(
		"a group for a message",
		"message G {} optional G g = 1;",
		"optional group G = 1 {}",
	),
	field(
		"order and layout",
		"optional int32 a = 1; optional int32 b = 2;",
		"optional int32 b = 2;\n// text\noptional int32 a = 1;",
	),
	field("a nested message less", "message N {}", ""),
	field("a nested enum less", "enum N { N_ZERO = 0; }", ""),
	proto3("optional for implicit", "string a = 1;", "optional string a = 1;"),
	proto3("implicit for optional", "optional string a = 1;", "string a = 1;"),
	proto3(
		"unpacked",
		"repeated int32 a = 1;",
		"repeated int32 a = 1 [packed = false];",
	),
	edition(
		"required in an edition",
		"string a = 1;",
		"string a = 1 [features.field_presence = LEGACY_REQUIRED];",
	),
	edition(
		"delimited in an edition",
		"message N {} N a = 1;",
		"message N {} N a = 1 [features.message_encoding = DELIMITED];",
	),
	edition(
		"text that may be any bytes",
		"string a = 1;",
		"string a = 1 [features.utf8_validation = NONE];",
	),
	other(
		"another message of the same shape",
		`${MESSAGES} message M { optional A a = 1; }`,
		`${MESSAGES} message M { optional B a = 1; }`,
	),
	other(
		"bytes for a message",
		`${MESSAGES} message M { optional A a = 1; }`,
		`${MESSAGES} message M { optional bytes a = 1; }`,
	),
	other(
		"an enum for an integer",
		"enum E { E_ZERO = 0; } message M { optional int32 a = 1; }",
		"enum E { E_ZERO = 0; } message M { optional E a = 1; }",
	),
	other(
		"an integer for an enum",
		"enum E { E_ZERO = 0; } message M { optional E a = 1; }",
		"enum E { E_ZERO = 0; } message M { optional int32 a = 1; }",
	),
	other(
		"another enum",
		"enum E { E_ZERO = 0; } enum F { F_ZERO = 0; } message M { optional E a = 1; }",
		"enum E { E_ZERO = 0; } enum F { F_ZERO = 0; } message M { optional F a = 1; }",
	),
	other(
		"a grown enum in another place",
		"message P { enum E { ZERO = 0; } } message Q { enum E { ZERO = 0; ONE = 1; } } message M { optional P.E a = 1; }",
		"message P { enum E { ZERO = 0; } } message Q { enum E { ZERO = 0; ONE = 1; } } message M { optional Q.E a = 1; }",
	),
	other("a message less", MESSAGES, "message A {}"),
	other("a message more", "message A {}", MESSAGES),
	other("an enum less", "message A {} enum E { E_ZERO = 0; }", "message A {}"),
	values("a value more", "", "E_ONE = 1;"),
	values("a value less", "E_ONE = 1;", ""),
	values("a value less, number reserved", "E_ONE = 1;", "reserved 1;"),
	values("a value less, name reserved", "E_ONE = 1;", 'reserved "E_ONE";'),
	values(
		"a value less, both reserved",
		"E_ONE = 1;",
		'reserved 1; reserved "E_ONE";',
	),
	values("a value renamed", "E_ONE = 1;", "E_FIRST = 1;"),
	values("a value renumbered", "E_ONE = 1;", "E_ONE = 2;"),
	values(
		"an alias more",
		"option allow_alias = true; E_NULL = 0; E_ONE = 1;",
		"option allow_alias = true; E_NULL = 0; E_ONE = 1; E_FIRST = 1;",
	),
	values(
		"an alias less",
		"option allow_alias = true; E_NULL = 0; E_ONE = 1; E_FIRST = 1;",
		"option allow_alias = true; E_NULL = 0; E_ONE = 1;",
	),
	values("reserved values less", "reserved 5 to 9;", "reserved 5 to 8;"),
	values("reserved value names less", 'reserved "E_GONE";', ""),
	other(
		"an enum that closes",
		'edition = "2023"; enum E { E_ZERO = 0; }',
		'edition = "2023"; enum E { option features.enum_type = CLOSED; E_ZERO = 0; }',
	),
	service(
		"a method more",
		"rpc M(A) returns (B);",
		"rpc M(A) returns (B); rpc N(A) returns (B);",
	),
	service(
		"a method less",
		"rpc M(A) returns (B); rpc N(A) returns (B);",
		"rpc M(A) returns (B);",
	),
	service("another request", "rpc M(A) returns (B);", "rpc M(B) returns (B);"),
	service("another response", "rpc M(A) returns (B);", "rpc M(A) returns (A);"),
	service(
		"a stream in",
		"rpc M(A) returns (B);",
		"rpc M(stream A) returns (B);",
	),
	service(
		"a stream out",
		"rpc M(A) returns (B);",
		"rpc M(A) returns (stream B);",
	),
	service(
		"no stream out",
		"rpc M(A) returns (stream B);",
		"rpc M(A) returns (B);",
	),
	service(
		"idempotency",
		"rpc M(A) returns (B);",
		"rpc M(A) returns (B) { option idempotency_level = IDEMPOTENT; }",
	),
	service(
		"a deprecated method",
		"rpc M(A) returns (B);",
		"rpc M(A) returns (B) { option deprecated = true; }",
	),
	service(
		"methods in another order",
		"rpc M(A) returns (B); rpc N(A) returns (B);",
		"rpc N(A) returns (B); rpc M(A) returns (B);",
	),
	other(
		"a service less",
		`${MESSAGES} service S { rpc M(A) returns (B); }`,
		MESSAGES,
	),
	other(
		"an extension less",
		"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
		"message M { extensions 100 to 200; }",
	),
	other(
		"an extension of another type",
		"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
		"message M { extensions 100 to 200; } extend M { optional int32 e = 100; }",
	),
	other(
		"an extension of another name",
		"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
		"message M { extensions 100 to 200; } extend M { optional string f = 100; }",
	),
	field(
		"no descriptor accessor",
		"",
		"option no_standard_descriptor_accessor = true;",
	),
	field(
		"another ctype",
		"optional string a = 1;",
		"optional string a = 1 [ctype = CORD];",
	),
	edition(
		"a message that need not fit JSON",
		"",
		"option features.json_format = LEGACY_BEST_EFFORT;",
	),
	edition(
		"a message that fits JSON",
		"option features.json_format = LEGACY_BEST_EFFORT;",
		"",
	),
	other(
		"an enum that need not fit JSON",
		'edition = "2023"; enum E { E_ZERO = 0; }',
		'edition = "2023"; enum E { option features.json_format = LEGACY_BEST_EFFORT; E_ZERO = 0; }',
	),
	other(
		"a file that need not fit JSON",
		'edition = "2023"; message M { enum E { E_ZERO = 0; } }',
		'edition = "2023"; option features.json_format = LEGACY_BEST_EFFORT; message M { enum E { E_ZERO = 0; } }',
	),
	field(
		"an enum for int64",
		"enum E { A = 0; } optional int64 a = 1;",
		"enum E { A = 0; } optional E a = 1;",
	),
	field(
		"repeated entries for a map",
		"map<string, string> a = 1;",
		"message E { optional string key = 1; optional string value = 2; } repeated E a = 1;",
	),
	field(
		"two names that change places",
		"optional int32 a = 1; optional int32 b = 2;",
		"optional int32 b = 1; optional int32 a = 2;",
	),
	field(
		"a oneof that goes with its fields",
		"oneof o { int32 a = 1; int32 b = 2; }",
		'reserved 1, 2; reserved "a", "b";',
	),
	other(
		"proto3 for proto2",
		"message M { optional string a = 1; repeated int32 b = 2; }",
		'syntax = "proto3"; message M { optional string a = 1; repeated int32 b = 2; }',
	),

	field(
		"extensions split",
		"extensions 100 to 200;",
		"extensions 100 to 150, 151 to 200;",
	),
	field(
		"an extension number less",
		"extensions 1 to 20;",
		"extensions 1 to 5, 7 to 20;",
	),
	field(
		"extensions for reserved numbers",
		"extensions 100 to 200;",
		"reserved 100 to 200;",
	),
	field(
		"a field less among extensions",
		"optional int32 a = 1;",
		"extensions 1 to 5;",
	),
	field(
		"reserved numbers up to the last",
		"reserved 100 to max;",
		"reserved 100 to 200;",
	),
	field("a field of a reserved number", "reserved 1;", "optional int32 a = 1;"),
	field(
		"JSON names that change places",
		'optional int32 a = 1 [json_name = "x"]; optional int32 b = 2 [json_name = "y"];',
		'optional int32 a = 1 [json_name = "y"]; optional int32 b = 2 [json_name = "x"];',
	),
	field(
		"a JSON name that is said",
		"optional int32 a_b = 1;",
		'optional int32 a_b = 1 [json_name = "aB"];',
	),
	field(
		"another name, the same in JSON",
		"optional int32 a_b = 1;",
		"optional int32 aB = 1;",
	),
	field(
		"a map to bytes",
		"map<string, string> a = 1;",
		"map<string, bytes> a = 1;",
	),
	field(
		"a map to another enum",
		"enum E { A = 0; } enum F { B = 0; } map<string, E> a = 1;",
		"enum E { A = 0; } enum F { B = 0; } map<string, F> a = 1;",
	),
	field(
		"a repeated group",
		"optional group G = 1 {}",
		"repeated group G = 1 {}",
	),
	field(
		"a default that is no number",
		"optional float a = 1 [default = inf];",
		"optional float a = 1 [default = nan];",
	),
	field(
		"a text whose default reads as false",
		"optional string a = 1;",
		'optional string a = 1 [default = "false"];',
	),
	field(
		"bytes whose default reads as zero",
		"optional bytes a = 1;",
		'optional bytes a = 1 [default = "0"];',
	),
	field(
		"an empty text for a default",
		"optional string a = 1;",
		'optional string a = 1 [default = ""];',
	),
	field(
		"a default that means the same in another type",
		"optional bool a = 1 [default = true];",
		"optional int32 a = 1 [default = 1];",
	),
	field(
		"a default that means something else in another type",
		"optional bool a = 1 [default = true];",
		"optional int64 a = 1 [default = 2];",
	),
	field(
		"another value first in an enum that a field has",
		"enum E { A = 1; B = 2; } optional E a = 1;",
		"enum E { B = 2; A = 1; } optional E a = 1;",
	),
	field(
		"another value first in an enum of a list",
		"enum E { A = 1; B = 2; } repeated E a = 1;",
		"enum E { B = 2; A = 1; } repeated E a = 1;",
	),
	field(
		"the first value as a default",
		"enum E { A = 1; B = 2; } optional E a = 1;",
		"enum E { A = 1; B = 2; } optional E a = 1 [default = A];",
	),
	field(
		"a oneof's name for other fields",
		"oneof o { int32 a = 1; } optional int32 b = 2;",
		"optional int32 a = 1; oneof o { int32 b = 2; }",
	),
	field(
		"another type within a oneof",
		"oneof o { int32 a = 1; string b = 2; }",
		"oneof o { int64 a = 1; string b = 2; }",
	),
	proto3(
		"a oneof of one field for optional",
		"optional int32 a = 1;",
		"oneof _a { int32 a = 1; }",
	),
	edition(
		"text of a map that may be any bytes",
		"map<string, M> a = 1;",
		"map<string, M> a = 1 [features.utf8_validation = NONE];",
	),
	edition(
		"implicit in an edition",
		"string a = 1;",
		"string a = 1 [features.field_presence = IMPLICIT];",
	),
	other(
		"a file whose text may be any bytes",
		'edition = "2023"; message M { map<string, int32> a = 1; }',
		'edition = "2023"; option features.utf8_validation = NONE; message M { map<string, int32> a = 1; }',
	),
	other(
		"a file of delimited messages",
		'edition = "2023"; message M { M m = 1; map<string, M> n = 2; repeated M o = 3; }',
		'edition = "2023"; option features.message_encoding = DELIMITED; message M { M m = 1; map<string, M> n = 2; repeated M o = 3; }',
	),
	other(
		"a file of implicit fields",
		'edition = "2023"; message M { string a = 1; M b = 2; repeated string c = 3; oneof o { string d = 4; } }',
		'edition = "2023"; option features.field_presence = IMPLICIT; message M { string a = 1; M b = 2; repeated string c = 3; oneof o { string d = 4; } }',
	),
	other(
		"proto2 for proto3",
		'syntax = "proto3"; message M { string a = 1; repeated int32 b = 2; }',
		"message M { optional string a = 1; repeated int32 b = 2; }",
	),
	other("an enum for a message", "message X {}", "enum X { Z = 0; }"),
	other(
		"a message that moves out of another",
		"message M { message N {} optional N n = 1; }",
		"message N {} message M { optional N n = 1; }",
	),
	other(
		"an enum that moves and loses an alias",
		"enum E { option allow_alias = true; Z = 0; Y = 0; } message M { optional E e = 1; }",
		"message M { enum E { Z = 0; } optional E e = 1; }",
	),
	values(
		"names in another order",
		"option allow_alias = true; E_ONE = 1; E_EINS = 1; E_NULL = 0;",
		"option allow_alias = true; E_EINS = 1; E_ONE = 1; E_NULL = 0;",
	),
	values(
		"another alias",
		"option allow_alias = true; E_NULL = 0; E_ONE = 1; E_EINS = 1;",
		"option allow_alias = true; E_NULL = 0; E_EINS = 1; E_UN = 1;",
	),
	values(
		"a value of two names less, one reserved",
		"option allow_alias = true; E_ONE = 1; E_EINS = 1; E_NULL = 0;",
		'reserved 1; reserved "E_ONE";',
	),
	values(
		"two values that change places",
		"E_ONE = 1; E_TWO = 2;",
		"E_ONE = 2; E_TWO = 1;",
	),
	values(
		"reserved numbers below zero",
		"reserved -5 to -1;",
		"reserved -5 to -2;",
	),
	other(
		"an extension that moves into a message",
		"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
		"message M { extensions 100 to 200; extend M { optional string e = 100; } }",
	),
	other(
		"a field for an extension",
		"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
		"message M { optional string e = 100; }",
	),
	other(
		"an extension with another default",
		"message M { extensions 100 to 200; } extend M { optional int32 e = 100; }",
		"message M { extensions 100 to 200; } extend M { optional int32 e = 100 [default = 7]; }",
	),
];
