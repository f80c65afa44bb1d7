// Command crdcheck holds a CustomResourceDefinition and objects of its kind against the code of the
// Kubernetes API server itself.
//
// Usage: crdcheck CRD.yaml OBJECT.yaml...
//
// It prints one JSON object per file: {"file": ..., "errors": [...], "pruned": [...]}. The first is
// the CRD's; where that has errors, the others are left out.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"

	utiljson "k8s.io/apimachinery/pkg/util/json"
)

type report struct {
	File   string   `json:"file"`
	Errors []string `json:"errors"`
	Pruned []string `json:"pruned"`
}

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file string, objects []string) error {
	definition, errors, err := readDefinition(file)
	if err != nil {
		return err
	}
	if err := print(report{File: file, Errors: texts(errors)}); err != nil || len(errors) > 0 {
		return err
	}
	for _, object := range objects {
		found, err := check(definition, object)
		if err != nil {
			return fmt.Errorf("%s: %w", object, err)
		}
		if err := print(found); err != nil {
			return err
		}
	}
	return nil
}

// readDefinition reads a CRD as the API server does: no unknown field, defaults, its whole validation.
func readDefinition(file string) (*apiextensions.CustomResourceDefinition, field.ErrorList, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	sent := &apiextensionsv1.CustomResourceDefinition{}
	if err := yaml.UnmarshalStrict(text, sent); err != nil {
		return nil, nil, err
	}
	apiextensionsv1.SetDefaults_CustomResourceDefinition(sent)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&sent.Spec)
	read := &apiextensions.CustomResourceDefinition{}
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(sent, read, nil); err != nil {
		return nil, nil, err
	}
	read.Status.StoredVersions = []string{read.Spec.Versions[0].Name}
	return read, crdvalidation.ValidateCustomResourceDefinition(context.Background(), read), nil
}

// check prunes, defaults and validates an object as the API server does when it is created.
func check(definition *apiextensions.CustomResourceDefinition, file string) (report, error) {
	found := report{File: file}
	object, err := readObject(file)
	if err != nil {
		return found, err
	}
	version, err := apiextensions.GetSchemaForVersion(definition, definition.Spec.Versions[0].Name)
	if err != nil {
		return found, err
	}
	structural, err := schema.NewStructural(version.OpenAPIV3Schema)
	if err != nil {
		return found, err
	}
	options := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	found.Pruned = pruning.PruneWithOptions(object, structural, true, options)
	defaulting.PruneNonNullableNullsWithoutDefaults(object, structural)
	defaulting.Default(object, structural)
	validator, _, err := validation.NewSchemaValidator(version.OpenAPIV3Schema)
	if err != nil {
		return found, err
	}
	errors := validation.ValidateCustomResource(nil, object, validator)
	errors = append(errors, listtype.ValidateListSetsAndMaps(nil, structural, object)...)
	found.Errors = texts(errors)
	return found, nil
}

func readObject(file string) (map[string]interface{}, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	converted, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		return nil, err
	}
	object := map[string]interface{}{}
	return object, utiljson.Unmarshal(converted, &object)
}

func texts(errors field.ErrorList) []string {
	found := make([]string, 0, len(errors))
	for _, each := range errors {
		found = append(found, each.Error())
	}
	return found
}

func print(found report) error {
	text, err := json.Marshal(found)
	if err != nil {
		return err
	}
	_, err = fmt.Println(string(text))
	return err
}
