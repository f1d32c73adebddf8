#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "rerate/base/date.h"
#include "rerate/base/error.h"

namespace rerate {

// What a run of a study found: the one value that every renderer shows and none computes on.

// A published number. `unit` is "percent", "pp", "days", "count", "ratio", "index", "probability", ...
struct Number {
  std::string name = {};
  double value = 0;  // NaN: not available, shown as a dash and written as null
  std::string unit = {};
  std::string title = {};  // short human label
};

// The recent course of a row's series, drawn small in its cell; NaN breaks the line. In results.json a list of numbers.
struct Sparkline {
  std::vector<double> values = {};
};

using Cell = std::variant<std::monostate, double, std::int64_t, std::string, Date, bool, Sparkline>;

struct Column {
  std::string name = {};
  std::string unit = {};   // "" for text and dates
  std::string title = {};  // heading shown to people
  int decimals = 1;        // for numbers, when shown to people
};

// How the numbers of one row are shown, where a table holds one statistic a row.
struct RowFormat {
  std::string unit = {};  // "pp", "count", "probability", ...
  int decimals = 1;
};

struct Table {
  std::string name = {};
  std::string title = {};
  std::vector<Column> columns = {};
  std::vector<std::vector<Cell>> rows = {};
  std::vector<RowFormat> row_formats = {};  // empty, or one a row: then rows win over columns
  bool only_data = false;                   // months by the hundred that a chart shows: kept to results.json
};

// A picture as data: layers over a shared horizontal axis. Renderers choose the marks' looks.
struct ChartLine {  // one line; NaN breaks it
  std::string label = {};
  std::vector<double> x = {};  // days since 1970 when the axis is time
  std::vector<double> y = {};
  enum class Role : std::uint8_t { main, second, reference } role = Role::main;
  bool step = false;  // y holds until the next x: a survival curve
};
struct ChartBand {  // a band between low and high
  std::string label = {};
  std::vector<double> x = {}, low = {}, high = {};
};
struct ChartSpan {  // a shaded stretch of the x axis
  double from, to;
  enum class Role : std::uint8_t { episode, recession, excluded } role = Role::episode;
  std::string label = {};
};
struct ChartRule {  // a straight line across
  enum class Axis : std::uint8_t { x, y } axis = Axis::y;
  double at;
  std::string label = {};
};
struct ChartPoint {
  double x, y;
  std::string label = {};
  // The ends of an upright error bar; NaN: none.
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};
// A row of coloured stretches under the lines (or alone): which state ruled when. States are told apart by place in the
// legend and by lightness, so that print and the colour-blind can read them.
struct ChartRibbon {
  struct Stretch {
    double from, to;    // days since 1970
    std::size_t state;  // index into `states`
  };
  std::string label = {};                // of the row: "Gaussian mixture"
  std::vector<std::string> states = {};  // "slump", "slowdown", "expansion": worst first; at most 6
  std::vector<Stretch> stretches = {};   // rising, not overlapping; gaps are no state
};
// Cells of colour, sectors down and time across: weights through time. NaN leaves a cell empty.
struct ChartHeatmap {
  std::string label = {};                        // of the scale: "weight"
  std::string unit = {};                         // "percent"
  std::vector<std::string> rows = {};            // top first
  std::vector<double> from = {}, to = {};        // by column, days since 1970: rising, not overlapping
  std::vector<std::vector<double>> values = {};  // by row, one a column
  bool diverging = false;                        // around 0, for figures of both signs
};
struct ChartBar {
  std::string category = {};
  double value;
  std::string series = {};          // for grouped bars
  std::optional<double> from = {};  // where the bar begins when not at 0: the steps of a waterfall
};
struct ChartInterval {  // one row of a dumbbell chart: a range, its middle, and where it is now
  std::string category = {};
  double low = 0, middle = 0, high = 0;  // NaN low and high: no range
  // A narrower range inside, drawn thick (where the value itself is, against where outcomes are); NaN: none.
  double inner_low = std::numeric_limits<double>::quiet_NaN();
  double inner_high = std::numeric_limits<double>::quiet_NaN();
  std::string label = {};  // written beside the middle
};
struct Chart {
  std::string id = {};
  std::string title = {};
  std::string x_title = {}, y_title = {};
  bool time_axis = false;
  bool log_y = false;  // levels over decades; all figures above 0
  // Bars of one category end to end on one row, from 0 to the right and below 0 to the left; a dot is their sum.
  bool stacked = false;
  std::string alternative = {};  // what a reader who cannot see it should know
  std::vector<ChartLine> lines = {};
  std::vector<ChartBand> bands = {};
  std::vector<ChartSpan> spans = {};
  std::vector<ChartRule> rules = {};
  std::vector<ChartPoint> points = {};
  std::vector<ChartBar> bars = {};
  std::vector<ChartInterval> intervals = {};
  std::vector<ChartRibbon> ribbons = {};
  std::optional<ChartHeatmap> heatmap = {};        // alone in its chart, but for spans
  std::string range_label = {}, inner_label = {};  // legend of the intervals' ranges; "": none
};

struct Fact {  // "Rule", "below 48 until at or above 51"
  std::string label = {};
  std::string text = {};
};

struct Light {  // one lamp of the note's dashboard
  std::string title = {};
  enum class State : std::uint8_t { good, watch, stress, neutral } state = State::neutral;
  std::string text = {};  // a few words with a number: "spread at the 12th percentile"
};

struct Detail {  // shown folded: a regression table, a list of tests
  std::string title = {};
  std::string text = {};  // in fixed-width columns
};

// A definition that this run tried, for the ledger of trials. Not published.
struct TriedDefinition {
  std::string section = {}, hash = {}, words = {};
  double sharpe = 0, mean = 0, months = 0;  // as in store/trial_ledger.h
};

struct Section {
  std::string id = {};
  std::string kind = {};  // "event_study", "curve_recessions"
  std::string title = {};
  std::string headline = {};     // one sentence made from the numbers
  std::vector<Fact> facts = {};  // what was asked, in words
  std::vector<Number> numbers = {};
  std::vector<Table> tables = {};
  std::vector<Chart> charts = {};
  std::vector<Detail> details = {};
  std::vector<Light> lights = {};
  std::vector<std::string> warnings = {};
  std::vector<std::string> inputs = {};     // ids of catalogue series it read
  std::vector<TriedDefinition> tried = {};  // moved to Results::tried by the runner
};

const Number* find_number(const Section& section, std::string_view name);

struct InputRecord {
  std::string series = {};
  std::string title = {};
  std::string unit = {};
  std::string source = {};
  std::string licence = {};
  bool redistribute = false;
  std::string first = {}, last = {};  // reference periods
  Date known_at = {};                 // of the newest figure used
  std::string grade = {};
  std::string sha256 = {};
  std::string note = {};
};

struct Results {
  std::string study_title = {};
  std::string study_file = {};  // file name without folder
  std::string study_sha256 = {};
  std::string rerate_version = {};
  std::uint64_t seed = 1;
  Date as_of = {};
  std::vector<Section> sections = {};
  std::vector<InputRecord> inputs = {};
  std::vector<std::string> warnings = {};
  std::vector<TriedDefinition> tried = {};  // in the order of sections
};

}  // namespace rerate
