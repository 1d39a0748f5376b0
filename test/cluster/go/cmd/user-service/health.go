package main

import (
	"bytes"
	"context"
	"os"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

// healthService is grpc-go's health server with the faults that HEALTH_* ask for.
type healthService struct {
	*health.Server
	config healthConfig
}

func newHealthService(config healthConfig) *healthService {
	server := health.NewServer()
	for service, serving := range config.statuses {
		server.SetServingStatus(service, serving)
	}
	return &healthService{Server: server, config: config}
}

// setOverall changes the status of the server and of user.UserService.
func (s *healthService) setOverall(serving servingStatus) {
	s.SetServingStatus("", serving)
	s.SetServingStatus(userServiceName, serving)
}

// overallAfter returns the status that SIGUSR1 or SIGUSR2 asks for.
func overallAfter(signalled os.Signal) servingStatus {
	if signalled == syscall.SIGUSR1 {
		return healthpb.HealthCheckResponse_NOT_SERVING
	}
	return healthpb.HealthCheckResponse_SERVING
}

func (s *healthService) Check(ctx context.Context, request *healthpb.HealthCheckRequest) (*healthpb.HealthCheckResponse, error) {
	if err := wait(ctx, s.config.delay); err != nil {
		return nil, err
	}
	switch s.config.hostile {
	case "escapes":
		return nil, status.Error(codes.Internal, "\x1b[2J\x1b[31m\x1b]0;owned\x07red\r\nforged line\x1b[0m \u202etxt")
	case "huge":
		return withUnknownBytes(hugeField())
	case "endless":
		return withUnknownBytes(bytes.Repeat([]byte{0xff}, 16)) // no valid tag
	}
	return s.Server.Check(ctx, request)
}

func (s *healthService) List(ctx context.Context, request *healthpb.HealthListRequest) (*healthpb.HealthListResponse, error) {
	if s.config.list == "unimplemented" {
		return s.UnimplementedHealthServer.List(ctx, request)
	}
	return s.Server.List(ctx, request)
}

func (s *healthService) Watch(request *healthpb.HealthCheckRequest, stream grpc.ServerStreamingServer[healthpb.HealthCheckResponse]) error {
	if s.config.watch == "unimplemented" {
		return s.UnimplementedHealthServer.Watch(request, stream)
	}
	if s.config.hostile == "endless" {
		return sendWithoutEnd(stream)
	}
	return s.Server.Watch(request, stream)
}

func sendWithoutEnd(stream grpc.ServerStreamingServer[healthpb.HealthCheckResponse]) error {
	for serving := healthpb.HealthCheckResponse_SERVING; ; serving = 3 - serving { // SERVING 1, NOT_SERVING 2
		if err := stream.Send(&healthpb.HealthCheckResponse{Status: serving}); err != nil {
			return err
		}
	}
}

// withUnknownBytes returns SERVING followed by bytes of fields that the message type does not have.
func withUnknownBytes(unknown []byte) (*healthpb.HealthCheckResponse, error) {
	response := &healthpb.HealthCheckResponse{Status: healthpb.HealthCheckResponse_SERVING}
	response.ProtoReflect().SetUnknown(unknown)
	return response, nil
}

// hugeField is field 15, length-delimited, of 64 MiB: tag 0x7a, length as a varint.
func hugeField() []byte {
	const size = 64 << 20
	field := append(make([]byte, 0, size+5), 0x7a, 0x80, 0x80, 0x80, 0x20)
	return field[:size+5]
}

// wait returns early, with the call's own status, when the caller cancels.
func wait(ctx context.Context, delay time.Duration) error {
	if delay == 0 {
		return nil
	}
	select {
	case <-time.After(delay):
		return nil
	case <-ctx.Done():
		return status.FromContextError(ctx.Err()).Err()
	}
}
