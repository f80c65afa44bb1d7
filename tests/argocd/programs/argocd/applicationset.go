package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/bmatcuk/doublestar/v4"
	log "github.com/sirupsen/logrus"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

type setQuestion struct {
	ID   string                   `json:"id"`
	Root string                   `json:"root"` // what stands for the repository
	Set  *v1alpha1.ApplicationSet `json:"set"`
}

type applications struct {
	ID           string                 `json:"id"`
	Applications []v1alpha1.Application `json:"applications"`
	Error        string                 `json:"error,omitempty"`
}

// folder is a repository that is checked out already.
type folder string

func (f folder) GetFiles(_ context.Context, _, _, _, pattern string, _, _ bool) (map[string][]byte, error) {
	names, err := doublestar.Glob(os.DirFS(string(f)), pattern, doublestar.WithFilesOnly())
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = os.ReadFile(filepath.Join(string(f), name)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func (f folder) GetDirectories(context.Context, string, string, string, bool, bool) ([]string, error) {
	return nil, nil
}

// anyProject says that every AppProject is there.
type anyProject struct{ client.Client }

func (anyProject) Get(context.Context, client.ObjectKey, client.Object, ...client.GetOption) error {
	return nil
}

// applicationsOfAll makes Applications as the ApplicationSet controller does.
func applicationsOfAll() error {
	return answerLines(1, func(question setQuestion) applications {
		inner := map[string]generators.Generator{
			"Git":  generators.NewGitGenerator(folder(question.Root), ""),
			"List": generators.NewListGenerator(),
		}
		all := map[string]generators.Generator{"Matrix": generators.NewMatrixGenerator(inner)}
		for name, generator := range inner {
			all[name] = generator
		}
		made, _, err := template.GenerateApplications(log.WithField("set", question.Set.Name), *question.Set, all,
			&utils.Render{}, anyProject{})
		return applications{ID: question.ID, Applications: made, Error: text(err)}
	})
}
