import { clone, create } from "@bufbuild/protobuf";
import {
	DescriptorProtoSchema,
	FieldDescriptorProto_Label,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	MethodDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";

/**
 * Returns user.proto with the changes of a careless next version: `User.email` is repeated, which breaks wire and JSON, and there is a
 * method DeleteUser. Other files are returned unchanged. Only reflection shows this version; the server still serves the first one.
 */
export function nextVersion(file: FileDescriptorProto): FileDescriptorProto {
	if (file.name !== "user.proto") return file;
	const next = clone(FileDescriptorProtoSchema, file);
	const user = next.messageType.find(({ name }) => name === "User");
	const email = user?.field.find(({ name }) => name === "email");
	if (email !== undefined) email.label = FieldDescriptorProto_Label.REPEATED;
	next.messageType.push(
		create(DescriptorProtoSchema, { name: "DeleteUserResponse" }),
	);
	next.service[0]?.method.push(
		create(MethodDescriptorProtoSchema, {
			name: "DeleteUser",
			inputType: ".user.GetUserRequest",
			outputType: ".user.DeleteUserResponse",
		}),
	);
	return next;
}
