package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	argodiff "github.com/argoproj/argo-cd/v3/util/argo/diff"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	"github.com/argoproj/gitops-engine/pkg/health"
	openapi "github.com/google/gnostic-models/openapiv2"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/kube-openapi/pkg/util/proto"
)

type compareQuestion struct {
	ID     string          `json:"id"`
	Mode   string          `json:"mode"` // legacy, structured or server
	Target map[string]any  `json:"target"`
	Live   map[string]any  `json:"live"`
	DryRun json.RawMessage `json:"dryRun"`
	// What the server said when it refused the dry run.
	Refused string `json:"refused"`
}

type comparison struct {
	ID     string          `json:"id"`
	Mode   string          `json:"mode"`
	Status string          `json:"status"` // Synced, OutOfSync or Error
	Health string          `json:"health"`
	Error  string          `json:"error,omitempty"`
	Live   json.RawMessage `json:"live,omitempty"`
	Wanted json.RawMessage `json:"wanted,omitempty"`
}

// answered is a dry run that the tests have asked the server for.
type answered struct{ compareQuestion }

func (a answered) Run(context.Context, *unstructured.Unstructured, string) (string, error) {
	if a.Refused != "" {
		return "", errors.New(a.Refused)
	}
	return string(a.DryRun), nil
}

// compareAll asks Argo CD's diff about targets and what a server holds, as its controller does.
func compareAll(file string) error {
	parser, err := parserOf(file)
	if err != nil {
		return err
	}
	return answerLines(1, func(question compareQuestion) comparison {
		return compare(question, parser)
	})
}

func compare(question compareQuestion, parser *managedfields.GvkParser) comparison {
	target := &unstructured.Unstructured{Object: question.Target}
	live := &unstructured.Unstructured{Object: question.Live}
	found := comparison{ID: question.ID, Mode: question.Mode, Status: "Synced"}
	if status, err := health.GetResourceHealth(live, nil); err != nil {
		found.Health = err.Error()
	} else if status != nil {
		found.Health = string(status.Status)
	}
	builder := argodiff.NewDiffConfigBuilder().
		WithDiffSettings(nil, nil, false, normalizers.IgnoreNormalizerOpts{}).
		WithTracking("app.kubernetes.io/instance", "annotation").
		WithNoCache().
		WithManager("argocd-controller").
		WithGVKParser(parser).
		WithStructuredMergeDiff(question.Mode == "structured")
	if question.Mode == "server" {
		builder = builder.WithServerSideDiff(true).WithServerSideDryRunner(answered{question})
	}
	config, err := builder.Build()
	if err != nil {
		found.Status, found.Error = "Error", err.Error()
		return found
	}
	result, err := argodiff.StateDiff(live, target, config)
	if err != nil {
		found.Status, found.Error = "Error", err.Error()
	} else if result.Modified {
		found.Status, found.Live, found.Wanted = "OutOfSync", result.NormalizedLive, result.PredictedLive
	}
	return found
}

// parserOf reads the OpenAPI document of a server, /openapi/v2.
func parserOf(file string) (*managedfields.GvkParser, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	document, err := openapi.ParseDocument(data)
	if err != nil {
		return nil, err
	}
	models, err := proto.NewOpenAPIData(document)
	if err != nil {
		return nil, err
	}
	return managedfields.NewGVKParser(models, false)
}
