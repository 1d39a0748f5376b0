package main

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"kubectl-grpc.test/cluster/gen/user"
)

// nextSchema returns every file, with user.proto as a careless next version. Its User.email is repeated, which breaks wire and JSON,
// and it has a method DeleteUser. The server serves the same as before: only the answers of reflection differ.
func nextSchema() (*protoregistry.Files, error) {
	own := user.File_user_proto.Path()
	next := protodesc.ToFileDescriptorProto(user.File_user_proto)
	for _, message := range next.MessageType {
		for _, field := range message.Field {
			if message.GetName() == "User" && field.GetName() == "email" {
				field.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
			}
		}
	}
	next.MessageType = append(next.MessageType, &descriptorpb.DescriptorProto{Name: proto.String("DeleteUserResponse")})
	next.Service[0].Method = append(next.Service[0].Method, &descriptorpb.MethodDescriptorProto{
		Name:       proto.String("DeleteUser"),
		InputType:  proto.String(".user.GetUserRequest"),
		OutputType: proto.String(".user.DeleteUserResponse"),
	})

	files := new(protoregistry.Files)
	var failed error
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if file.Path() != own {
			failed = files.RegisterFile(file)
		}
		return failed == nil
	})
	if failed != nil {
		return nil, failed
	}
	changed, err := protodesc.NewFile(next, files)
	if err != nil {
		return nil, err
	}
	return files, files.RegisterFile(changed)
}
