import { clone, create } from "@bufbuild/protobuf";
import {
	DescriptorProtoSchema,
	FieldDescriptorProto_Label,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	MethodDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";

/**
 * user.proto as a careless next version has it: `User.email` is repeated, which breaks wire and JSON, and there is a method
 * DeleteUser. Other files stay as they are. The server goes on to serve what it did: only what reflection tells is another.
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
