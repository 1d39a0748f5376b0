// Serves ../../proto/*.proto on grpc-java, with its reflection, v1 and v1alpha, and its health service:
// `java Echo SCHEMA.binpb`, a FileDescriptorSet with imports.

import static io.grpc.stub.ServerCalls.asyncBidiStreamingCall;
import static io.grpc.stub.ServerCalls.asyncClientStreamingCall;
import static io.grpc.stub.ServerCalls.asyncServerStreamingCall;
import static io.grpc.stub.ServerCalls.asyncUnaryCall;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Any;
import com.google.protobuf.AnyProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WrappersProto;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class Echo {
  private static final byte[] EMPTY = {};
  private static final byte[] NO_MESSAGE = {0x0f, (byte) 0xff};

  /** What generated code is linked with: the runtime's own, not the schema's. */
  private static final List<FileDescriptor> WELL_KNOWN =
      List.of(
          AnyProto.getDescriptor(),
          DescriptorProtos.getDescriptor(),
          DurationProto.getDescriptor(),
          EmptyProto.getDescriptor(),
          FieldMaskProto.getDescriptor(),
          StructProto.getDescriptor(),
          TimestampProto.getDescriptor(),
          WrappersProto.getDescriptor());

  /** By the method's name, whichever service it is of. Responses are bytes, so that one can be no message. */
  private static final Map<String, ServerCallHandler<DynamicMessage, byte[]>> HANDLERS =
      Map.of(
          "Unary", asyncUnaryCall(Echo::echo),
          "Echo", asyncUnaryCall(Echo::echo),
          "Old", asyncUnaryCall(Echo::echo),
          "Upload", asyncClientStreamingCall(Echo::upload),
          "Download", asyncServerStreamingCall(Echo::download),
          "Chat", asyncBidiStreamingCall(Echo::chat),
          "Fail", asyncServerStreamingCall(Echo::fail),
          "Garbage", asyncUnaryCall((request, response) -> answer(response, NO_MESSAGE)),
          "Sleep", asyncUnaryCall((request, response) -> {}),
          "Headers", Echo::headers);

  private static void answer(StreamObserver<byte[]> response, byte[] message) {
    response.onNext(message);
    response.onCompleted();
  }

  private static void echo(DynamicMessage request, StreamObserver<byte[]> response) {
    answer(response, request.toByteArray());
  }

  private static StreamObserver<DynamicMessage> upload(StreamObserver<byte[]> response) {
    return new Requests() {
      private byte[] last = EMPTY;

      @Override
      public void onNext(DynamicMessage request) {
        last = request.toByteArray();
      }

      @Override
      public void onCompleted() {
        answer(response, last);
      }
    };
  }

  /** Compressed where the client takes that. */
  private static void download(DynamicMessage request, StreamObserver<byte[]> response) {
    ((ServerCallStreamObserver<byte[]>) response).setCompression("gzip");
    for (int count = 0; count < 3; count += 1) response.onNext(request.toByteArray());
    response.onCompleted();
  }

  private static StreamObserver<DynamicMessage> chat(StreamObserver<byte[]> response) {
    return new Requests() {
      @Override
      public void onNext(DynamicMessage request) {
        response.onNext(request.toByteArray());
      }

      @Override
      public void onCompleted() {
        response.onCompleted();
      }
    };
  }

  /** `echo.Failure` has the fields of google.rpc.Status under the same numbers. A code that does not exist throws. */
  private static void fail(DynamicMessage request, StreamObserver<byte[]> response) {
    response.onNext(EMPTY);
    var status = com.google.rpc.Status.newBuilder();
    try {
      status.mergeFrom(request.toByteArray()).setUnknownFields(UnknownFieldSet.getDefaultInstance());
    } catch (InvalidProtocolBufferException error) {
      throw new IllegalArgumentException(error);
    }
    var flag = request.getDescriptorForType().findFieldByName("with_unknown_detail");
    if (request.getField(flag).equals(true)) {
      var value = ByteString.copyFrom(new byte[] {0x08, 0x01});
      status.addDetails(Any.newBuilder().setTypeUrl("type.googleapis.com/no.Such").setValue(value));
    }
    response.onError(StatusProto.toStatusRuntimeException(status.build()));
  }

  private static io.grpc.ServerCall.Listener<DynamicMessage> headers(
      io.grpc.ServerCall<DynamicMessage, byte[]> call, Metadata sent) {
    var lines =
        sent.keys().stream()
            .filter(key -> key.startsWith("x-"))
            .flatMap(key -> values(sent, key).map(value -> key + ": " + value))
            .sorted()
            .collect(Collectors.joining("\n"));
    var message = StringValue.of(lines).toByteArray();
    ServerCallHandler<DynamicMessage, byte[]> handler =
        asyncUnaryCall((request, response) -> answer(response, message));
    return handler.startCall(call, sent);
  }

  /** Bytes as base64. */
  private static Stream<String> values(Metadata sent, String key) {
    var found = new ArrayList<String>();
    if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
      var encoder = Base64.getEncoder();
      sent.getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER))
          .forEach(value -> found.add(encoder.encodeToString(value)));
    } else sent.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)).forEach(found::add);
    return found.stream();
  }

  /** What a client that gives up leaves behind needs no answer. */
  private abstract static class Requests implements StreamObserver<DynamicMessage> {
    @Override
    public void onError(Throwable cancelled) {}
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
          throw new UnsupportedOperationException("a server parses no responses");
        }
      };

  private static ServerServiceDefinition served(Descriptors.ServiceDescriptor service) {
    ProtoFileDescriptorSupplier schema = service::getFile;
    var description = ServiceDescriptor.newBuilder(service.getFullName()).setSchemaDescriptor(schema);
    var methods = new HashMap<MethodDescriptor<DynamicMessage, byte[]>, String>();
    for (var method : service.getMethods()) {
      var described = methodOf(service.getFullName(), method);
      description.addMethod(described);
      methods.put(described, method.getName());
    }
    var definition = ServerServiceDefinition.builder(description.build());
    methods.forEach((method, name) -> definition.addMethod(method, HANDLERS.get(name)));
    return definition.build();
  }

  private static MethodDescriptor<DynamicMessage, byte[]> methodOf(
      String service, Descriptors.MethodDescriptor method) {
    var request = DynamicMessage.getDefaultInstance(method.getInputType());
    return MethodDescriptor.newBuilder(ProtoUtils.marshaller(request), BYTES)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method.getName()))
        .setType(typeOf(method))
        .build();
  }

  private static MethodType typeOf(Descriptors.MethodDescriptor method) {
    if (method.isClientStreaming())
      return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
    return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
  }

  /** Each after what it imports, as FileDescriptorSets have them; without comments, as generated code is. */
  private static List<FileDescriptor> load(FileDescriptorSet schema) throws Exception {
    var known = new HashMap<String, FileDescriptor>();
    WELL_KNOWN.forEach(file -> known.put(file.getName(), file));
    var loaded = new ArrayList<FileDescriptor>();
    for (var file : schema.getFileList()) {
      if (known.containsKey(file.getName())) continue;
      var imports = file.getDependencyList().stream().map(known::get).toArray(FileDescriptor[]::new);
      var built = FileDescriptor.buildFrom(file.toBuilder().clearSourceCodeInfo().build(), imports);
      known.put(file.getName(), built);
      loaded.add(built);
    }
    return loaded;
  }

  public static void main(String[] args) throws Exception {
    var schema = FileDescriptorSet.parseFrom(Files.readAllBytes(Path.of(args[0])));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var builder =
        NettyServerBuilder.forAddress(address)
            .addService(ProtoReflectionServiceV1.newInstance())
            .addService(ProtoReflectionService.newInstance())
            .addService(new HealthStatusManager().getHealthService());
    for (var file : load(schema))
      file.getServices().forEach(service -> builder.addService(served(service)));
    var server = builder.build().start();
    System.out.println("Listening on 127.0.0.1:" + server.getPort());
    server.awaitTermination();
  }
}
