package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"github.com/argoproj/argo-cd/v3/cmpserver/apiclient"
	"github.com/argoproj/argo-cd/v3/cmpserver/plugin"
	repository "github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/cmp"
	"google.golang.org/protobuf/types/known/emptypb"
	"sigs.k8s.io/yaml"
)

type config struct {
	File     string `json:"file"`
	Strict   string `json:"strict"`
	Valid    string `json:"valid"`
	Address  string `json:"address"`
	Discover bool   `json:"discover"`
	Static   int    `json:"static"`
}

// readConfigs reads each file as the server does at its start, but refuses what that ignores.
func readConfigs(files []string) error {
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var read plugin.PluginConfig
		strict := yaml.UnmarshalStrict(data, &read)
		err = json.NewEncoder(os.Stdout).Encode(config{
			File:     file,
			Strict:   text(strict),
			Valid:    text(plugin.ValidatePluginConfig(read)),
			Address:  read.Address(),
			Discover: read.Spec.Discover.IsDefined(),
			Static:   len(read.Spec.Parameters.Static),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

type announceQuestion struct {
	ID      string   `json:"id"`
	Root    string   `json:"root"`
	Path    string   `json:"path"`
	Env     []string `json:"env"`
	Seconds float64  `json:"seconds"`
}

type announcement struct {
	ID         string                              `json:"id"`
	Discovery  bool                                `json:"discovery"`
	GitCreds   bool                                `json:"gitCreds"`
	Parameters []*repository.ParameterAnnouncement `json:"parameters"`
	Error      string                              `json:"error,omitempty"`
}

// announceAll asks the plugin server as Argo CD does when somebody opens an Application's details.
func announceAll(socket string) error {
	closer, client, err := apiclient.NewConfigManagementPluginClientSet(socket).NewConfigManagementPluginClient()
	if err != nil {
		return err
	}
	defer closer.Close()
	return answerLines(1, func(question announceQuestion) announcement {
		found := announcement{ID: question.ID}
		seconds := question.Seconds
		if seconds == 0 {
			seconds = 60
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(seconds*float64(time.Second)))
		defer cancel()
		checked, err := client.CheckPluginConfiguration(ctx, &emptypb.Empty{})
		if err != nil {
			found.Error = err.Error()
			return found
		}
		found.Discovery, found.GitCreds = checked.IsDiscoveryConfigured, checked.ProvideGitCreds
		found.Parameters, err = announced(ctx, client, question)
		found.Error = text(err)
		return found
	})
}

func announced(ctx context.Context, client apiclient.ConfigManagementPluginServiceClient, question announceQuestion) ([]*repository.ParameterAnnouncement, error) {
	stream, err := client.GetParametersAnnouncement(ctx)
	if err != nil {
		return nil, err
	}
	if err := cmp.SendRepoStream(ctx, question.Path, question.Root, stream, question.Env, nil); err != nil {
		return nil, err
	}
	reply, err := stream.CloseAndRecv()
	if err != nil {
		return nil, err
	}
	return reply.ParameterAnnouncements, nil
}
