package host_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

func TestHours(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; Su off", "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; Su off"},
		{"24/7", "24/7"},
		{"Mo-Su 00:00-24:00", "24/7"},
		{"00:00-24:00", "24/7"},
		{"09:00-17:00; Su off", "Mo-Sa 09:00-17:00; Su off"},
		{"Su,Mo 09:00-17:00", "Mo,Su 09:00-17:00"},
		{"Sa-Mo 09:00-17:00", "Mo,Sa-Su 09:00-17:00"},
		{"Mo,We,Fr 9:00-17:00;", "Mo,We,Fr 09:00-17:00"},
		{"monday - friday 09:00 – 17:00 ; Sat closed", "Mo-Fr 09:00-17:00; Sa off"},
		{"Mo-Fr 09:00-17:00; We 10:00-12:00", "Mo-Tu,Th-Fr 09:00-17:00; We 10:00-12:00"},
		{"Mo-Fr 09:00-12:00, Mo-Th 13:00-17:00", "Mo-Th 09:00-12:00,13:00-17:00; Fr 09:00-12:00"},
		{"Mo 09:00-12:00, Tu off", "Mo 09:00-12:00; Tu off"},
		{"Mo 13:00-17:00,09:00-12:00", "Mo 09:00-12:00,13:00-17:00"},
		{"Fr-Sa 22:00-02:00", "Fr-Sa 22:00-02:00"},
		{"Fr-Sa 22:00-26:00", "Fr-Sa 22:00-02:00"},
		{"Fr 18:00-00:00", "Fr 18:00-24:00"},
		{"Fr 22:00-04:00; Sa 04:00-06:00", "Fr 22:00-04:00; Sa 04:00-06:00"},
		{"Mo 09:00-12:00,12:00-17:00", "Mo 09:00-12:00,12:00-17:00"},
	} {
		open, err := host.ParseHours(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if got := host.FormatHours(open); got != c.want {
			t.Errorf("%s: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestHoursDays(t *testing.T) {
	got, err := host.ParseHours("Su off; Fr 10:00-14:00,20:00-03:00")
	if err != nil {
		t.Fatal(err)
	}
	want := []sdk.OpenDay{
		{Day: "Fr", Slots: []sdk.Slot{{Open: "10:00", Close: "14:00"}, {Open: "20:00", Close: "03:00"}}},
		{Day: "Su", Closed: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestHoursRefused(t *testing.T) {
	for _, c := range []struct{ in, why string }{
		{"", "too early"},
		{"Mo-Fr", "too early"},
		{"Mo-Fr 09:00", "too early"},
		{"Mo-Fr 09:00-", "too early"},
		{"Mo-Fr 9-17", "cannot be read at"},
		{"9am to 5pm", "cannot be read at"},
		{"by appointment", "cannot be read at"},
		{"Mo-Fr 09:00-17:00 PH off", "cannot be read at"},
		{"PH off", "holidays"},
		{"Mo-Fr 09:00-17:00; PH off", "holidays"},
		{"Su,PH off", "holidays"},
		{"Mo 09:00-25:61", "does not exist"},
		{"Mo 09:00-49:00", "does not exist"},
		{"Mo 24:00-26:00", "start before 24:00"},
		{"Mo 09:00-09:00", "end after their start"},
		{"Mo 09:00-33:30", "end after their start"},
		{"Mo 22:00-46:00", "end before the next day's start"},
		{"Mo 08:00-09:00,10:00-11:00,12:00-13:00", "3 ranges"},
		{"Mo 09:00-13:00,12:00-17:00", "of Mo overlap"},
		{"Fr 22:00-05:00; Sa 04:00-06:00", "of Fr run into those of Sa"},
		{"Su 22:00-05:00; Mo 04:00-06:00", "of Su run into those of Mo"},
		{strings.Repeat("Mo 09:00-10:00;", 100), "too long"},
	} {
		open, err := host.ParseHours(c.in)
		switch {
		case err == nil:
			t.Errorf("%q: taken as %+v, want a refusal with %q", c.in, open, c.why)
		case host.KindOf(err) != host.Invalid || !strings.Contains(err.Error(), c.why):
			t.Errorf("%q: got %v, want an invalid input with %q", c.in, err, c.why)
		}
	}
}

// Every week that the contract can hold is printed so that it is read back the same.
func TestHoursRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		open := randomWeek(random)
		text := host.FormatHours(open)
		back, err := host.ParseHours(text)
		if len(open) == 0 {
			if text != "" {
				t.Fatalf("nothing known is printed as %q", text)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(back, open) {
			t.Fatalf("%+v\nis printed as %q and read as\n%+v (error %v)", open, text, back, err)
		}
	}
}

func randomWeek(random *rand.Rand) []sdk.OpenDay {
	slots := [][]sdk.Slot{
		nil,
		{{Open: "00:00", Close: "24:00"}},
		{{Open: "09:00", Close: "17:00"}},
		{{Open: "09:00", Close: "12:30"}, {Open: "13:30", Close: "17:00"}},
		{{Open: "18:05", Close: "24:00"}},
		{{Open: "09:00", Close: "12:00"}, {Open: "20:00", Close: "08:59"}},
	}
	var open []sdk.OpenDay
	for _, day := range []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"} {
		if random.IntN(4) == 0 {
			continue
		}
		s := slots[random.IntN(len(slots))]
		if len(open) > 0 && len(open[len(open)-1].Slots) == 2 && len(s) > 0 && s[0].Open == "00:00" {
			s = nil // would run into the night before
		}
		open = append(open, sdk.OpenDay{Day: day, Closed: s == nil, Slots: s})
	}
	if n := len(open); n > 0 && open[n-1].Day == "Su" && len(open[n-1].Slots) == 2 && len(open[0].Slots) == 1 && open[0].Slots[0].Open == "00:00" {
		open[0] = sdk.OpenDay{Day: open[0].Day, Closed: true}
	}
	return open
}

func FuzzHours(f *testing.F) {
	for _, s := range []string{"24/7", "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; Su off", "Sa-Mo 22:00-26:00", "Mo 9:00-12:00, Tu closed", "PH off"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		open, err := host.ParseHours(s)
		if err != nil {
			if host.KindOf(err) != host.Invalid {
				t.Fatalf("error of kind %s: %v", host.KindOf(err), err)
			}
			return
		}
		text := host.FormatHours(open)
		back, err := host.ParseHours(text)
		if err != nil || !reflect.DeepEqual(back, open) {
			t.Fatalf("%q is %+v, printed as %q and read as %+v (error %v)", s, open, text, back, err)
		}
	})
}
