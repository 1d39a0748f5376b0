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
];
