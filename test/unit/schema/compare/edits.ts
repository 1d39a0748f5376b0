import type { Breakage } from "../../../../src/schema/compare/compatibility.ts";

/** An edit of a schema: the declarations before and after. The syntax is proto2 unless the first line names another. */
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

/** Edits that break something, and some that break nothing. */
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
	field(
		"a field less, between reserved numbers",
		"optional string a = 5;",
		'reserved 1 to 4, 6 to 9; reserved "a";',
	),
	field(
		"a field less, the first and last of reserved numbers",
		"optional string a = 5; optional string b = 9;",
		'reserved 5 to 9; reserved "a", "b";',
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
	field("one reserved number less", "reserved 4, 6;", "reserved 4;"),
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
		"repeated entries of the map's name and other types",
		"map<string, int32> a = 1;",
		"message AEntry { optional int32 key = 1; optional string value = 2; } repeated AEntry a = 1;",
	),
	field(
		"a map for entries of its name and other types",
		"message AEntry { optional int32 key = 1; optional string value = 2; } repeated AEntry a = 1;",
		"map<string, int32> a = 1;",
	),
	field(
		"repeated entries of the map's name and types",
		"map<int32, string> a = 1;",
		"message AEntry { optional int32 key = 1; optional string value = 2; } repeated AEntry a = 1;",
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
		"a value of two names less, one and the number reserved",
		"option allow_alias = true; E_ONE = 1; E_EINS = 1; E_NULL = 0;",
		'option allow_alias = true; E_NULL = 0; reserved 1; reserved "E_ONE";',
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
	other(
		"another string type of C++, by a feature",
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { string a = 1; }',
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { string a = 1 [features.(pb.cpp).string_type = VIEW]; }',
	),
	other(
		"the same string type of C++, said otherwise",
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { string a = 1 [ctype = CORD]; }',
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { string a = 1 [features.(pb.cpp).string_type = CORD]; }',
	),
	other(
		"a string type of C++ for a file",
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { string a = 1; int32 b = 2; }',
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; option features.(pb.cpp).string_type = VIEW; message M { string a = 1; int32 b = 2; }',
	),
	other(
		"a string type of C++ for bytes",
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { bytes a = 1; }',
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { bytes a = 1 [features.(pb.cpp).string_type = CORD]; }',
	),
	other(
		"the string type of C++ that an edition brings",
		'edition = "2023"; message M { string a = 1; }',
		'edition = "2024"; message M { string a = 1; }',
	),
	other(
		"text of C++ that becomes a number",
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { string a = 1 [features.(pb.cpp).string_type = VIEW]; }',
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { int32 a = 1; }',
	),
	other(
		"a number that becomes text of C++",
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { int32 a = 1; }',
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; message M { string a = 1 [features.(pb.cpp).string_type = VIEW]; }',
	),
	other(
		"an enum of another name and the same values",
		"enum E { Z = 0; } message M { enum F { Z = 0; } optional E e = 1; }",
		"enum E { Z = 0; } message M { enum F { Z = 0; } optional F e = 1; }",
	),
	other(
		"an enum that moves and whose value is another number",
		"enum E { Z = 0; Y = 1; } message M { optional E e = 1; }",
		"message M { enum E { Z = 0; Y = 2; } optional E e = 1; }",
	),
	other(
		"a method, a service and messages more",
		"message M {} service S {}",
		"message A {} message M {} message Z {} service S { rpc Do(A) returns (M); } service T { rpc Do(M) returns (Z); }",
	),
	other(
		"another validation of Java, by a feature",
		'edition = "2023"; import "google/protobuf/java_features.proto"; message M { string a = 1; }',
		'edition = "2023"; import "google/protobuf/java_features.proto"; message M { string a = 1 [features.(pb.java).utf8_validation = VERIFY]; }',
	),
	other(
		"an enum that C++ takes for closed",
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; enum E { Z = 0; } message M { E a = 1; }',
		'edition = "2023"; import "google/protobuf/cpp_features.proto"; enum E { Z = 0; } message M { E a = 1 [features.(pb.cpp).legacy_closed_enum = true]; }',
	),
	other(
		"an enum that opens",
		'edition = "2023"; enum E { option features.enum_type = CLOSED; E_ZERO = 0; }',
		'edition = "2023"; enum E { E_ZERO = 0; }',
	),
	other(
		"an enum that opens with its file, and a field of it",
		"enum E { E_ZERO = 0; } message M { optional E e = 1; }",
		'edition = "2023"; enum E { E_ZERO = 0; } message M { E e = 1; }',
	),
	edition(
		"expanded",
		"repeated int32 a = 1;",
		"repeated int32 a = 1 [features.repeated_field_encoding = EXPANDED];",
	),
	edition(
		"length-prefixed in an edition",
		"message N {} N a = 1 [features.message_encoding = DELIMITED];",
		"message N {} N a = 1;",
	),
	edition(
		"delimited in a list",
		"message N {} repeated N a = 1;",
		"message N {} repeated N a = 1 [features.message_encoding = DELIMITED];",
	),
	edition(
		"explicit in an edition",
		"string a = 1 [features.field_presence = IMPLICIT];",
		"string a = 1;",
	),
	edition(
		"text that may no more be any bytes",
		"string a = 1 [features.utf8_validation = NONE];",
		"string a = 1;",
	),
	field("a weak field", "optional M a = 1;", "optional M a = 1 [weak = true];"),
	field("a lazy field", "optional M a = 1;", "optional M a = 1 [lazy = true];"),
	field(
		"a field that is redacted",
		"optional string a = 1;",
		"optional string a = 1 [debug_redact = true, retention = RETENTION_SOURCE];",
	),
	field(
		"a set of messages",
		"extensions 4 to max;",
		"option message_set_wire_format = true; extensions 4 to max;",
	),
	field(
		"no set of messages",
		"option message_set_wire_format = true; extensions 4 to max;",
		"extensions 4 to max;",
	),
	field(
		"a number for an enum in a list",
		"enum E { A = 0; } repeated E a = 1;",
		"enum E { A = 0; } repeated int32 a = 1;",
	),
	field(
		"a message for text",
		"message N {} optional string a = 1;",
		"message N {} optional N a = 1;",
	),
	field(
		"bytes for a message",
		"message N {} optional N a = 1;",
		"message N {} optional bytes a = 1;",
	),
	field(
		"an enum for text",
		"enum E { A = 0; } optional string a = 1;",
		"enum E { A = 0; } optional E a = 1;",
	),
	field(
		"an enum for bool",
		"enum E { A = 0; } optional bool a = 1;",
		"enum E { A = 0; } optional E a = 1;",
	),
	field(
		"repeated for a message",
		"message N {} optional N a = 1;",
		"message N {} repeated N a = 1;",
	),
	field(
		"a map of a message for its entries",
		"message N {} map<string, N> a = 1;",
		"message N {} message AEntry { optional string key = 1; optional N value = 2; } repeated AEntry a = 1;",
	),
	field(
		"a map for repeated entries",
		"message E { optional string key = 1; optional string value = 2; } repeated E a = 1;",
		"map<string, string> a = 1;",
	),
	field(
		"a map of another message",
		"message N {} message O {} map<string, N> a = 1;",
		"message N {} message O {} map<string, O> a = 1;",
	),
	field(
		"a map of an enum for one of a number",
		"enum E { A = 0; } map<string, int32> a = 1;",
		"enum E { A = 0; } map<string, E> a = 1;",
	),
	field(
		"a map key of another sign",
		"map<int32, string> a = 1;",
		"map<uint32, string> a = 1;",
	),
	field(
		"a map key of bool",
		"map<bool, string> a = 1;",
		"map<int32, string> a = 1;",
	),
	field("a map that goes", "map<string, string> a = 1;", ""),
	field(
		"a map that goes, reserved",
		"map<string, string> a = 1;",
		'reserved 1; reserved "a";',
	),
	field("reserved names more", 'reserved "a";', 'reserved "a", "b";'),
	field("reserved numbers joined", "reserved 1, 2, 3;", "reserved 1 to 3;"),
	field(
		"reserved numbers moved into two",
		"reserved 1 to 10;",
		"reserved 1 to 4, 6 to 10;",
	),
	field(
		"a reserved name that is a field's",
		'reserved "a";',
		"optional int32 a = 1;",
	),
	field(
		"two fields into one oneof",
		"optional int32 a = 1; optional int32 b = 2;",
		"oneof o { int32 a = 1; int32 b = 2; }",
	),
	field(
		"a oneof with a message less",
		"message N {} oneof o { int32 a = 1; N b = 2; }",
		"message N {} oneof o { int32 a = 1; }",
	),
	field(
		"a oneof with a field less, reserved",
		"oneof o { int32 a = 1; int32 b = 2; }",
		'oneof o { int32 a = 1; } reserved 2; reserved "b";',
	),
	field(
		"a field less that a nested message has",
		"message N { optional int32 x = 1; } optional N a = 1;",
		"message N { } optional N a = 1;",
	),
	field(
		"a nested message less that was used, field reserved",
		"message N { } optional N a = 1;",
		'reserved 1; reserved "a";',
	),
	field(
		"a field within a range of reserved numbers less",
		"optional int32 a = 5;",
		'reserved 1 to 10; reserved "a";',
	),
	field(
		"a json_name that is the derived one less",
		'optional int32 a_b = 1 [json_name = "aB"];',
		"optional int32 a_b = 1;",
	),
	field(
		"a json_name of a map",
		"map<string, string> a_b = 1;",
		'map<string, string> a_b = 1 [json_name = "c"];',
	),
	field(
		"another name, and the old one in JSON",
		"optional int32 a = 1;",
		'optional int32 b = 1 [json_name = "a"];',
	),
	field(
		"an extension range's declaration",
		"extensions 4 to 10;",
		"extensions 4 to 10 [verification = UNVERIFIED];",
	),
	field(
		"a default of an enum",
		"enum E { A = 0; B = 1; } optional E a = 1;",
		"enum E { A = 0; B = 1; } optional E a = 1 [default = B];",
	),
	field(
		"a default of a float said otherwise",
		"optional float a = 1 [default = 0.1];",
		"optional float a = 1 [default = 1e-1];",
	),
	field(
		"a default of an integer said otherwise",
		"optional int32 a = 1 [default = 16];",
		"optional int32 a = 1 [default = 0x10];",
	),
	field(
		"a default of negative zero",
		"optional double a = 1;",
		"optional double a = 1 [default = -0];",
	),
	field(
		"a default of bytes said otherwise",
		'optional bytes a = 1 [default = "A"];',
		'optional bytes a = 1 [default = "\\101"];',
	),
	field(
		"a default of 64 bits",
		"optional uint64 a = 1 [default = 18446744073709551615];",
		"optional uint64 a = 1 [default = 18446744073709551614];",
	),
	field(
		"a default where it is repeated now",
		"optional int32 a = 1 [default = 3];",
		"repeated int32 a = 1;",
	),
	field(
		"a group of another name",
		"optional group G = 1 {}",
		"optional group H = 1 {}",
	),
	proto3("optional for a message", "M a = 1;", "optional M a = 1;"),
	proto3(
		"a proto3 optional into a oneof",
		"optional int32 a = 1;",
		"oneof o { int32 a = 1; }",
	),
	proto3("repeated for implicit", "int32 a = 1;", "repeated int32 a = 1;"),
	proto3(
		"packed as by default",
		"repeated int32 a = 1;",
		"repeated int32 a = 1 [packed = true];",
	),
	proto3(
		"jstype said as by default",
		"int64 a = 1;",
		"int64 a = 1 [jstype = JS_NORMAL];",
	),
	proto3(
		"jstype of a list",
		"repeated int64 a = 1;",
		"repeated int64 a = 1 [jstype = JS_NUMBER];",
	),
	values("deprecated", "E_ONE = 1;", "E_ONE = 1 [deprecated = true];"),
	values("a value below zero less", "E_MINUS = -1;", ""),
	values(
		"a value less among reserved numbers",
		"E_ONE = 1;",
		'reserved 1 to max; reserved "E_ONE";',
	),
	values(
		"an alias for a value less",
		"option allow_alias = true; E_NULL = 0; E_ONE = 1;",
		"option allow_alias = true; E_NULL = 0; E_ONE = 0;",
	),
	values(
		"reserved numbers up to the last less",
		"reserved 5 to max;",
		"reserved 5 to 10;",
	),
	values(
		"no alias allowed",
		"",
		"option deprecated_legacy_json_field_conflicts = true;",
	),
	service(
		"a stream in, no more",
		"rpc M(stream A) returns (B);",
		"rpc M(A) returns (B);",
	),
	service(
		"both streams",
		"rpc M(A) returns (B);",
		"rpc M(stream A) returns (stream B);",
	),
	service(
		"another name of a method",
		"rpc M(A) returns (B);",
		"rpc N(A) returns (B);",
	),
	service(
		"request and response change places",
		"rpc M(A) returns (B);",
		"rpc M(B) returns (A);",
	),
	service(
		"no side effects to idempotent",
		"rpc M(A) returns (B) { option idempotency_level = NO_SIDE_EFFECTS; }",
		"rpc M(A) returns (B) { option idempotency_level = IDEMPOTENT; }",
	),
	service(
		"idempotency unknown, said",
		"rpc M(A) returns (B);",
		"rpc M(A) returns (B) { option idempotency_level = IDEMPOTENCY_UNKNOWN; }",
	),
	service(
		"a deprecated service",
		"rpc M(A) returns (B);",
		"option deprecated = true; rpc M(A) returns (B);",
	),
	other(
		"a service of another name",
		`${MESSAGES} service S { rpc M(A) returns (B); }`,
		`${MESSAGES} service T { rpc M(A) returns (B); }`,
	),
	other(
		"a method of a message that moved into another",
		"message A {} service S { rpc M(A) returns (A); }",
		"message O { message A {} } message A {} service S { rpc M(O.A) returns (A); }",
	),
	other(
		"a service for a message",
		"message A {} message S {}",
		"message A {} service S { rpc M(A) returns (A); }",
	),
	other(
		"a message of another name",
		"message A { optional B b = 1; } message B {}",
		"message A { optional C b = 1; } message C {}",
	),
	other(
		"a repeated extension",
		"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
		"message M { extensions 100 to 200; } extend M { repeated string e = 100; }",
	),
	other(
		"an extension for a field",
		"message M { optional string e = 100; }",
		"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
	),
	other(
		"an extension of JSON's name",
		"message M { extensions 100 to 200; } extend M { optional int64 e_f = 100; }",
		"message M { extensions 100 to 200; } extend M { optional int64 e_f = 100 [jstype = JS_STRING]; }",
	),
];

const BY_NUMBER =
	"buf knows extensions by their name, and readers of messages by their number";

/** Edits for which buf reports something else, with the reason. */
export const UNLIKE_BUF: readonly (Edit & {
	readonly ours: readonly Breakage[];
	readonly reason: string;
})[] = [
	{
		...other(
			"Java's validation of a file, by an option",
			"message M { optional string a = 1; }",
			"option java_string_check_utf8 = true; message M { optional string a = 1; }",
		),
		ours: [],
		reason: "options of a whole file for generated code are not compared",
	},
	{
		...other(
			"an edition for proto3 that means the same",
			'syntax = "proto3"; message M { string a = 1; repeated int32 b = 2; optional bool c = 3; map<string, N> n = 5; } message N {} enum E { A = 0; }',
			'edition = "2023"; option features.field_presence = IMPLICIT; message M { string a = 1; repeated int32 b = 2; bool c = 3 [features.field_presence = EXPLICIT]; map<string, N> n = 5; } message N {} enum E { A = 0; }',
		),
		ours: [],
		reason: "FILE_SAME_SYNTAX is of FILE, and not of PACKAGE",
	},
	{
		...other(
			"an edition for proto2 that means the same",
			"message M { optional string a = 1; repeated int32 b = 2; required bool c = 3; optional group G = 4 { optional int32 d = 1; } optional N n = 5; } message N {} enum E { A = 1; }",
			'edition = "2023"; option features = { field_presence: EXPLICIT enum_type: CLOSED repeated_field_encoding: EXPANDED utf8_validation: NONE json_format: LEGACY_BEST_EFFORT }; message M { string a = 1; repeated int32 b = 2; bool c = 3 [features.field_presence = LEGACY_REQUIRED]; message G { int32 d = 1; } G g = 4 [features.message_encoding = DELIMITED]; N n = 5; } message N {} enum E { A = 1; }',
		),
		ours: [],
		reason:
			"buf takes a field that an edition requires for one that it does not",
	},
	{
		...other(
			"an extension of another number",
			"message M { extensions 100 to 200; } extend M { optional string e = 100; }",
			"message M { extensions 100 to 200; } extend M { optional string e = 101; }",
		),
		ours: ["wire", "json", "source"],
		reason: BY_NUMBER,
	},
	{
		...other(
			"an extension of another message",
			"message M { extensions 100 to 200; } message N { extensions 100 to 200; } extend M { optional string e = 100; }",
			"message M { extensions 100 to 200; } message N { extensions 100 to 200; } extend N { optional string e = 100; }",
		),
		ours: ["wire", "json", "source"],
		reason: BY_NUMBER,
	},
	{
		...other(
			"two extensions that change numbers",
			"message M { extensions 100 to 200; } extend M { optional string e = 100; optional string f = 101; }",
			"message M { extensions 100 to 200; } extend M { optional string f = 100; optional string e = 101; }",
		),
		ours: ["wire", "json", "source"],
		reason: BY_NUMBER,
	},
];
