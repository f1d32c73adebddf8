#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "rerate/base/date.h"
#include "rerate/base/error.h"
#include "rerate/base/remembered_lattice.h"

namespace rerate {

// What a run of a study found: the one value that every renderer shows and none computes on.

// How a number is spread over the definitions that could as well have been chosen (statistics/fragility.h); shares in 0..1,
// percentile in percent.
struct NumberFragility {
  std::int64_t definitions = 0;
  double min = 0, p05 = 0, median = 0, p95 = 0, max = 0;
  double same_sign = 0;               // NaN: the number has no side
  std::optional<double> significant;  // nothing without p-values
  double percentile = 0;              // of the published number
  std::string flip =
      {};  // the nearest definition that says otherwise, in words: "until 50 instead of 51 turns the sign"
  std::vector<double> strip = {};  // up to 200 of the values, evenly by rank, rising, for drawing
};

// A published number. `unit` is "percent", "pp", "days", "count", "ratio", "index", "probability", ...
struct Number {
  std::string name = {};
  double value = 0;  // NaN: not available, shown as a dash and written as null
  std::string unit = {};
  std::string title = {};                         // short human label
  std::optional<NumberFragility> fragility = {};  // nothing when it cannot vary
};

// A published set: years of false positives, sectors favoured.
struct NamedSet {
  std::string name = {}, title = {};
  std::vector<std::string> members = {};
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
// A specification curve (Simonsohn, Simmons and Nelson 2020): one number under many definitions, sorted, and below them as a
// matrix of dots which options each of them takes. Alone in its chart.
struct ChartSpecification {
  struct Point {
    double value;
    bool significant = false;
    bool own = false;   // the study's
    bool flip = false;  // the nearest that says otherwise
  };
  struct Line {
    std::string choice = {}, option = {};
    bool usual = false;                  // the study's option
    std::vector<std::size_t> dots = {};  // places among `points`, rising
    double mean = 0;                     // over all definitions with this option; NaN: none gives a number
  };
  std::string unit = {};
  double neutral = 0;              // a line across; NaN: none
  std::int64_t definitions = 0;    // behind the points, which are a selection
  std::vector<Point> points = {};  // by value, rising
  std::vector<Line> lines = {};    // lines of one choice stand together
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
  std::optional<ChartHeatmap> heatmap = {};  // alone in its chart, but for spans
  std::optional<ChartSpecification> specification = {};
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
  std::string figure = {};                  // of other kinds: the lead number's name, its value and p-value
  double value = std::numeric_limits<double>::quiet_NaN(), p = std::numeric_limits<double>::quiet_NaN();
  std::int64_t definitions = 1;  // a lattice is one row that stands for so many different definitions
  std::shared_ptr<const RememberedLattice> lattice = {};  // its choices
};

// A claim put to a section, judged.
struct JudgedClaim {
  std::string section = {};      // id
  std::string words = {};        // as published, or made from the figures
  std::string claimed = {};      // "episodes 12, led 10"
  std::string found = {};        // "episodes 18, led 12"
  std::string verdict = {};      // exact | within rounding | only under other rules | not reproduced
  std::string rule = {};         // "as in the study", "until 51 instead of 50"
  std::string miss = {};         // "exact", "led off by 2"
  std::int64_t definitions = 0;  // judged
  std::string sample_of = {};    // of so many are they an even sample, "about 1e13"; empty: they are all
  std::int64_t reproducing = 0;  // of them, exactly or within rounding
  std::int64_t exactly = 0;      // of these, exactly
  std::int64_t changed = 0;      // choices in which the rule differs from the study's: how natural it is
  std::vector<std::string> others = {};  // further rules that reproduce it, nearest first
  std::vector<std::string> spread =
      {};              // by figure: "episodes 10 to 24, median 17; 12 at the 8th percentile"
  bool given = false;  // arithmetic on figures that the study was given: its verdict says nothing of data
};

// What a section's lattice of definitions says of it as a whole.
struct SectionMultiverse {
  std::string lead = {};         // the number that curve and shares are about
  std::string size = {};         // of the lattice, "1,200,000"
  std::int64_t definitions = 0;  // run
  std::int64_t distinct = 0;     // of them, that differ in what they did
  bool whole = true;             // all of the lattice, not an even sample
  bool stopped = false;          // before its end: nothing is made of what was run by then
  std::string words = {};        // one sentence: "10 to 24 episodes over 63 definitions; ..."
  // The price of looking: definitions of this section ever run, with these; and the headline's p-value, alone and corrected for
  // the looking. NaN: it has none.
  std::int64_t looks = 0;
  double p = std::numeric_limits<double>::quiet_NaN(), p_adjusted = std::numeric_limits<double>::quiet_NaN();
  std::string p_adjusted_by =
      {};  // "Romano-Wolf over 63 definitions, for 1,240 looks", "Bonferroni over 1,240 looks"
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
  std::vector<NamedSet> sets = {};
  std::vector<JudgedClaim> claims = {};
  std::optional<SectionMultiverse> multiverse = {};  // nothing: it leaves no choice open
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
