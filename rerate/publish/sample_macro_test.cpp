#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/publish/sample_results.h"

namespace rerate {
namespace {

constexpr int kMonths = 660;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
const Date kFirst = make_date(1970, 6, 30);

double month(int index) { return end_of_month(add_months(kFirst, index)).days; }
double first_of(int year, int of_year) { return make_date(year, of_year, 1).days; }

std::vector<ChartSpan> recessions() {
  const auto recession = [](int year, int from, int to_year, int to) {
    return ChartSpan{first_of(year, from), double(end_of_month(make_date(to_year, to, 1)).days),
                     ChartSpan::Role::recession, "NBER recession"};
  };
  return {recession(1973, 11, 1975, 3), recession(1980, 1, 1980, 7),  recession(1981, 7, 1982, 11),
          recession(1990, 7, 1991, 3),  recession(2001, 3, 2001, 11), recession(2007, 12, 2009, 6),
          recession(2020, 2, 2020, 4)};
}

double wave(int i) { return std::sin(i / 19.0) + 0.5 * std::sin(i / 7.3 + 1) + 0.2 * std::sin(i / 2.1); }

template <class Value>
ChartLine monthly(const char* label, Value value, int from = 0) {
  ChartLine line{.label = label, .x = {}, .y = {}};
  for (int i = from; i < kMonths; ++i) {
    line.x.push_back(month(i));
    line.y.push_back(value(i));
  }
  return line;
}

template <class Low, class High>
ChartBand around(const ChartLine& line, const char* label, Low low, High high) {
  ChartBand band{.label = label, .x = line.x, .low = {}, .high = {}};
  for (const double y : line.y) {
    band.low.push_back(low(y));
    band.high.push_back(high(y));
  }
  return band;
}

Chart time_chart(const char* id, const char* title, const char* unit) {
  Chart chart{.id = id, .title = title, .x_title = "", .y_title = unit};
  chart.time_axis = true;
  chart.alternative = std::string(title) + ", monthly from 1970 to 2025.";
  return chart;
}

Chart probability_chart() {
  Chart chart = time_chart("probability", "Probability of a recession in the month a year on", "probability");
  chart.lines = {monthly("Probit", [](int i) { return 1 / (1 + std::exp(2.2 - 2.4 * wave(i))); })};
  chart.bands = {around(
      chart.lines[0], "90% band", [](double p) { return p * p; }, [](double p) { return std::sqrt(p); })};
  chart.spans = recessions();
  chart.rules = {{ChartRule::Axis::y, 0.3, "watch"}};
  return chart;
}

Chart reliability_chart() {
  Chart chart{.id = "reliability",
              .title = "What was forecast and what came",
              .x_title = "forecast probability",
              .y_title = "share of months in recession"};
  chart.lines = {{.label = "Right on average", .x = {0, 1}, .y = {0, 1}, .role = ChartLine::Role::reference}};
  chart.points = {{0.04, 0.03, "310 months", 0.01, 0.06},
                  {0.14, 0.11, "96", 0.05, 0.19},
                  {0.31, 0.42, "41", 0.26, 0.59},
                  {0.55, 0.38, "13", 0.14, 0.68},
                  {0.83, 0.9, "8", 0.53, 1}};
  return chart;
}

Section recession_section() {
  Section section{
      .id = "recession-probability",
      .kind = "recession_probability",
      .title = "The chance of a recession",
      .headline = "The curve of June 2025 gives a chance of 31% that June 2026 is in a recession."};
  section.numbers = {{"probability", 0.312, "probability", "Probability"},
                     {"probability_low", 0.24, "probability", "90% band, low"},
                     {"probability_high", 0.391, "probability", "90% band, high"},
                     {"probability_published", 0.287, "probability", "Published coefficients"},
                     {"auc", 0.861, "ratio", "AUC"},
                     {"brier", 0.0891, "ratio", "Brier score"},
                     {"n", 600, "count", "months"}};
  section.charts = {probability_chart(), reliability_chart()};
  section.lights = {{"Recession", Light::State::watch, "31% within the year, 24% to 39%"}};
  return section;
}

Chart survival_chart() {
  Chart chart{.id = "survival",
              .title = "How long after an inversion no recession had begun",
              .x_title = "days since the inversion",
              .y_title = "share of inversions"};
  ChartLine line{.label = "Kaplan-Meier", .x = {0, 153, 243, 245, 365, 395, 426, 487, 900}, .y = {}};
  line.y = {1, 0.889, 0.778, 0.667, 0.556, 0.444, 0.333, 0.222, 0.222};
  line.step = true;
  chart.bands = {around(
      line, "95% band", [](double s) { return std::max(0.0, s - 0.3 * std::sqrt(s * (1 - s)) * 2); },
      [](double s) { return std::min(1.0, s + 0.3 * std::sqrt(s * (1 - s)) * 2); })};
  chart.lines = {std::move(line)};
  chart.rules = {{ChartRule::Axis::y, 0.5, "median"}};
  return chart;
}

Section curve_section() {
  Section section{.id = "curve-recessions",
                  .kind = "curve_recessions",
                  .title = "The curve before recessions",
                  .headline = "The curve inverted before seven recessions, by 331 days on average."};
  section.numbers = {{"mean_lead_days", 330.571, "days", "mean lead"},
                     {"recessions", 7, "count", "recessions led"},
                     {"survival_median_days", 395, "days", "median"},
                     {"survival_median_days_low", 243, "days", "low"},
                     {"survival_median_days_high", 900, "days", "high"}};
  section.charts = {survival_chart()};
  section.lights = {{"Curve", Light::State::neutral, "0.4 pp, inverted until Dec 2024"}};
  return section;
}

Section style_section() {
  Section section{.id = "style-curve",
                  .kind = "style_curve",
                  .title = "Value and the curve",
                  .headline = "No definition comes near 0.71."};
  section.numbers = {{"level_correlation", 0.21, "ratio", "Levels"},
                     {"level_correlation_low", -0.34, "ratio", "low"},
                     {"level_correlation_high", 0.63, "ratio", "high"},
                     {"change_correlation", 0.05, "ratio", "Changes"},
                     {"annual_change_correlation", 0.18, "ratio", "12-month changes"}};
  Chart chart = time_chart("rolling", "Correlation over the 10 years before", "correlation");
  chart.lines = {monthly(
      "Changes", [](int i) { return 0.2 + 0.3 * wave(i / 3); }, 120)};
  chart.bands = {around(
      chart.lines[0], "95% band", [](double r) { return r - 0.2; }, [](double r) { return r + 0.2; })};
  chart.rules = {{ChartRule::Axis::y, 0.71, "claimed 0.71"}, {ChartRule::Axis::y, 0, ""}};
  section.charts = {std::move(chart)};
  section.lights = {{"Value against growth", Light::State::neutral, "correlation 0.21, not 0.71"}};
  return section;
}

// States by the height of the wave, worst first.
ChartRibbon ribbon_of(const char* label, std::vector<std::string> states, int lag) {
  ChartRibbon ribbon{.label = label, .states = std::move(states), .stretches = {}};
  const auto count = static_cast<double>(ribbon.states.size());
  for (int i = 0; i < kMonths; ++i) {
    const double share = std::clamp((wave(i + lag) + 1.5) / 3, 0.0, 0.999);
    const auto state = static_cast<std::size_t>(share * count);
    const double from = i > 0 ? month(i - 1) : month(0) - 30, to = month(i);
    if (!ribbon.stretches.empty() && ribbon.stretches.back().state == state)
      ribbon.stretches.back().to = to;
    else if (i < 200 || i > 215)  // a hole
      ribbon.stretches.push_back({from, to, state});
  }
  return ribbon;
}

Section credit_section() {
  Section section{.id = "credit",
                  .kind = "credit",
                  .title = "Credit",
                  .headline = "The spread stands at its 12th percentile; distress in energy is rising."};
  section.numbers = {{"spread", 2.61, "percent", "Spread"},
                     {"percentile", 12.2, "percent", "Percentile"},
                     {"change_3m", -0.4, "pp", "Change in 3 months"},
                     {"months_since_crest", 35, "months", "Since the crest"}};
  Chart chart = time_chart("spread", "Spread, its crests and its states", "percent");
  chart.lines = {monthly("Spread", [](int i) { return 4 - 1.4 * wave(i); })};
  chart.points = {{month(87), 4 - 1.4 * wave(87), "Crest"}, {month(323), 4 - 1.4 * wave(323), "Crest"}};
  chart.spans = recessions();
  chart.ribbons = {ribbon_of("State at the time", {"stress", "watch", "all-clear"}, 0)};
  section.charts = {std::move(chart)};
  section.lights = {{"Credit", Light::State::good, "spread at the 12th percentile"},
                    {"Energy credit", Light::State::stress, "z 1.9 above the index and rising"}};
  return section;
}

Table indicators_table() {
  Table table{.name = "indicators",
              .title = "Indicators",
              .columns = {{"indicator", "", "Indicator", 0},
                          {"level", "", "Level", 1},
                          {"z", "", "z", 2},
                          {"percentile", "percent", "Percentile", 0},
                          {"state", "", "For small caps", 0},
                          {"direction", "", "Over 3 months", 0},
                          {"course", "", "3 years", 0},
                          {"next", "", "Next release", 0}}};
  const auto add = [&](const char* name, double level, double z, const char* state, const char* direction,
                       int phase) {
    Sparkline course;
    for (int i = 0; i < 36; ++i) course.values.push_back(i == 20 ? kMissing : z + wave(i + phase));
    table.rows.push_back({std::string(name), level, z, 50 + 18 * z, std::string(state),
                          std::string(direction), std::move(course), make_date(2025, 7, 1 + phase % 28)});
  };
  add("Manufacturing activity", 48.5, -0.61, "unsupportive", "↗ rising", 5);
  add("Yield curve", 0.41, 0.22, "neutral", "→ flat", 90);
  add("High-yield spread", 2.61, 1.14, "supportive", "↑ rising fast", 31);
  add("Unemployment", 4.1, 0.35, "supportive", "↘ falling", 63);
  table.rows.push_back({std::string("Not yet begun"), Cell{}, Cell{}, Cell{}, std::string("no figures"),
                        Cell{}, Sparkline{{kMissing, kMissing}}, Cell{}});
  return table;
}

Section scorecard_section() {
  Section section{.id = "scorecard",
                  .kind = "scorecard",
                  .title = "The scorecard",
                  .headline = "Four indicators are mixed for small caps: the composite is 0.3."};
  section.numbers = {{"composite", 0.28, "ratio", "Composite"},
                     {"probability_leads", 0.56, "probability", "Probability that small caps lead"},
                     {"base_rate", 0.51, "probability", "Base rate"},
                     {"brier_skill", -0.02, "ratio", "Brier skill"}};
  section.tables = {indicators_table()};
  section.lights = {{"Scorecard", Light::State::neutral, "mixed, composite 0.3"}};
  return section;
}

Section regimes_section() {
  Section section{.id = "regimes",
                  .kind = "regimes",
                  .title = "Regimes",
                  .headline = "The score says expansion; the hidden states agree."};
  section.numbers = {{"score", 0.72, "ratio", "Score"},
                     {"hmm_probability", 0.08, "probability", "Highest state"},
                     {"expected_duration", 14.2, "months", "Expected"}};
  Chart chart = time_chart("score", "Score and the states by three methods", "score");
  chart.lines = {monthly("Score", [](int i) { return 1 / (1 + std::exp(-2 * wave(i))); })};
  chart.spans = recessions();
  chart.ribbons = {ribbon_of("Score", {"slump", "expansion"}, 0),
                   ribbon_of("Gaussian mixture", {"slump", "slowdown", "expansion"}, 2)};
  Chart alone = time_chart("hidden", "Hidden states, filtered", "");
  alone.spans = recessions();
  alone.ribbons = {ribbon_of("", {"crisis", "slump", "slowdown", "recovery", "expansion", "boom"}, 4)};
  section.charts = {std::move(chart), std::move(alone)};
  section.lights = {{"Regime", Light::State::good, "expansion, score 0.72"}};
  return section;
}

}  // namespace

Results macro_results() {
  Results results = sample_results();
  results.sections = {recession_section(), curve_section(),     style_section(),
                      credit_section(),    scorecard_section(), regimes_section()};
  return results;
}

}  // namespace rerate
