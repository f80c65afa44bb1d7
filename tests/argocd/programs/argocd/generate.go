package main

import (
	"context"
	"path/filepath"
	"strconv"
	"time"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	"github.com/argoproj/argo-cd/v3/util/git"
	"k8s.io/apimachinery/pkg/api/resource"
)

type generateQuestion struct {
	ID           string                      `json:"id"`
	Root         string                      `json:"root"`
	Revision     string                      `json:"revision"`
	App          string                      `json:"app"`
	Project      string                      `json:"project"`
	Namespace    string                      `json:"namespace"`
	KubeVersion  string                      `json:"kubeVersion"`
	APIVersions  []string                    `json:"apiVersions"`
	BuildOptions string                      `json:"buildOptions"`
	Tracking     string                      `json:"tracking"`
	Seconds      float64                     `json:"seconds"`
	Source       *v1alpha1.ApplicationSource `json:"source"`
}

type generated struct {
	ID         string   `json:"id"`
	SourceType string   `json:"sourceType"`
	Manifests  []string `json:"manifests"`
	Error      string   `json:"error,omitempty"`
}

// generateAll makes manifests as the repo-server does, plugins over their sockets included.
func generateAll(arguments []string) error {
	workers := 1
	if len(arguments) > 0 {
		var err error
		if workers, err = strconv.Atoi(arguments[0]); err != nil {
			return err
		}
	}
	return answerLines(workers, generate)
}

func generate(question generateQuestion) generated {
	ctx := context.Background()
	if question.Seconds > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(question.Seconds*float64(time.Second)))
		defer cancel()
	}
	source := question.Source
	request := &apiclient.ManifestRequest{
		Repo:              &v1alpha1.Repository{Repo: source.RepoURL},
		AppName:           question.App,
		ProjectName:       question.Project,
		Namespace:         question.Namespace,
		ApplicationSource: source,
		KubeVersion:       question.KubeVersion,
		ApiVersions:       question.APIVersions,
		AppLabelKey:       "app.kubernetes.io/instance",
		TrackingMethod:    question.Tracking,
		KustomizeOptions:  &v1alpha1.KustomizeOptions{BuildOptions: question.BuildOptions},
	}
	folder := filepath.Join(question.Root, source.Path)
	made, err := repository.GenerateManifests(ctx, folder, question.Root, question.Revision, request, true,
		&git.NoopCredsStore{}, resource.MustParse("0"), nil)
	if err != nil {
		return generated{ID: question.ID, Error: err.Error()}
	}
	return generated{ID: question.ID, SourceType: made.SourceType, Manifests: made.Manifests}
}
