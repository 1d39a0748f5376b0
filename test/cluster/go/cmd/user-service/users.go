package main

import (
	"context"
	"strconv"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"kubectl-grpc.test/cluster/gen/steering"
	"kubectl-grpc.test/cluster/gen/user"
)

const userServiceName = "user.UserService"

// firstUserID is the id of the first user. The ids of the others follow it.
const firstUserID = 42

type userService struct {
	user.UnimplementedUserServiceServer
	callDelay  time.Duration
	listRepeat int
	mu         sync.Mutex
	users      []*user.User
}

func newUserService(config config) *userService {
	service := &userService{callDelay: config.callDelay, listRepeat: config.listRepeat}
	service.add("Ada", "ada@example.com")
	service.add("Grace", "grace@example.com")
	service.add("Barbara", "barbara@example.com")
	return service
}

func (s *userService) add(name, email string) *user.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := &user.User{Id: strconv.Itoa(firstUserID + len(s.users)), Name: name, Email: email}
	s.users = append(s.users, added)
	return added
}

func (s *userService) all() []*user.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users // only ever appended to
}

func (s *userService) GetUser(ctx context.Context, request *user.GetUserRequest) (*user.User, error) {
	if err := wait(ctx, s.callDelay); err != nil {
		return nil, err
	}
	for _, found := range s.all() {
		if found.GetId() == request.GetId() {
			return found, nil
		}
	}
	return nil, status.Errorf(codes.NotFound, "no user %s", request.GetId())
}

func (s *userService) ListUsers(request *user.ListUsersRequest, stream grpc.ServerStreamingServer[user.User]) error {
	listed := s.all()
	if limit := int(request.GetLimit()); limit > 0 && limit < len(listed) {
		listed = listed[:limit]
	}
	for range s.listRepeat {
		for _, next := range listed {
			if err := stream.Send(next); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *userService) CreateUser(_ context.Context, request *user.CreateUserRequest) (*user.User, error) {
	return s.add(request.GetName(), request.GetEmail()), nil
}

// steeringService does through an RPC what signals do, since the Kubernetes API cannot send signals.
type steeringService struct {
	steering.UnimplementedSteeringServer
	health *healthService
}

func (s *steeringService) SetHealth(_ context.Context, request *steering.SetHealthRequest) (*steering.SetHealthResponse, error) {
	serving, err := parseStatus(request.GetStatus())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	s.health.SetServingStatus(request.GetService(), serving)
	return &steering.SetHealthResponse{}, nil
}
