package sandbox

import (
	"reflect"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// clean replaces U+0000 in every text of an answer: no record takes it, and no page is searched for it. Bytes, such as state, stay as they are.
func clean(answer *sdk.Answer) { cleanValue(reflect.ValueOf(answer)) }

func cleanValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			cleanValue(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			cleanValue(v.Field(i))
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			cleanValue(v.Index(i))
		}
	case reflect.String:
		if strings.ContainsRune(v.String(), 0) {
			v.SetString(strings.ReplaceAll(v.String(), "\x00", "\uFFFD"))
		}
	}
}
