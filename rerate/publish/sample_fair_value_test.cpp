#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "rerate/publish/sample_results.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kMonths = 624;
const Date kFirstMonth = make_date(1973, 1, 31);
constexpr double kPrice = 2066, kFundamental = 1626.8;

double day(int index) { return end_of_month(add_months(kFirstMonth, index)).days; }

// A slow wave and a quick one: enough like a multiple to judge a chart by.
double log_multiple(int i) { return 0.28 + 0.22 * std::sin(i / 61.0) + 0.05 * std::sin(i / 5.3 + 1); }
double log_fitted(int i) { return 0.29 + 0.20 * std::sin(i / 61.0 - 0.05); }
double fundamental(int i) { return kFundamental * std::exp(0.0042 * (i - (kMonths - 1))); }

ChartLine monthly_line(std::string label, double (*value)(int), int from = 0) {
  ChartLine line{.label = std::move(label), .x = {}, .y = {}};
  for (int i = from; i < kMonths; ++i) {
    line.x.push_back(day(i));
    line.y.push_back(value(i));
  }
  return line;
}

std::vector<ChartSpan> recessions() {
  const auto recession = [](int from_year, int from_month, int to_year, int to_month) {
    return ChartSpan{double(end_of_month(make_date(from_year, from_month, 1)).days),
                     double(end_of_month(make_date(to_year, to_month, 1)).days), ChartSpan::Role::recession,
                     "NBER recession"};
  };
  return {recession(1973, 11, 1975, 3), recession(1980, 1, 1980, 7),  recession(1981, 7, 1982, 11),
          recession(1990, 7, 1991, 3),  recession(2001, 3, 2001, 11), recession(2007, 12, 2009, 6),
          recession(2020, 2, 2020, 4)};
}

struct ScenarioRow {
  const char *id, *title;
  double multiple, growth, low, high, reachable, plausibility;
  double level() const { return multiple * kFundamental * (1 + growth / 100); }
  double upside() const { return 100 * (level() / kPrice - 1); }
};
constexpr ScenarioRow kScenarios[] = {
    {"consensus", "Consensus", 1.396, 1.3, 1894, 2768, 2171, 0.62},
    {"bottom-up", "Bottom-up growth at the consensus multiple", 1.396, 5.0, 1963, 2869, 2204, 0.62},
    {"soft-landing", "Soft landing", 1.431, 3.2, 1981, 2908, 2215, 0.48},
    {"recession", "Recession, average of seven contractions", 1.121, -7.9, 1318, 2110, 1892, 0.0004},
    {"given", "Level of 1,587, given", 1.064, -8.3, kMissing, kMissing, kMissing, kMissing}};

Table scenarios_table() {
  Table table{.name = "scenarios",
              .title = "Scenarios",
              .columns = {{"scenario", "", "Scenario", 0},
                          {"multiple", "ratio", "Fair price-to-book", 2},
                          {"growth", "percent", "Growth", 1},
                          {"level", "index", "Fair value", 0},
                          {"low", "index", "90% band, low", 0},
                          {"high", "index", "90% band, high", 0},
                          {"upside", "percent", "Upside", 1},
                          {"reachable", "index", "Reachable", 0},
                          {"plausibility", "probability", "Plausibility", 2},
                          {"probability", "probability", "Probability", 2},
                          {"analytic_low", "index", "Analytic, low", 0},
                          {"analytic_high", "index", "Analytic, high", 0},
                          {"parameters_low", "index", "Coefficients alone, low", 0},
                          {"parameters_high", "index", "Coefficients alone, high", 0}}};
  for (const ScenarioRow& row : kScenarios)
    table.rows.push_back({std::string(row.id), row.multiple, row.growth, row.level(), row.low, row.high,
                          row.upside(), row.reachable, row.plausibility, 0.2, row.low - 21, row.high + 34,
                          row.low + 210, row.high - 260});
  return table;
}

Chart scenarios_chart() {
  Chart chart{.id = "scenarios", .title = "Fair value by scenario", .x_title = "", .y_title = "index points"};
  chart.alternative = "Fair value of small caps in five scenarios with 90% bands, beside the price of 2,066.";
  for (const ScenarioRow& row : kScenarios)
    chart.intervals.push_back({row.title, row.low, row.level(), row.high, row.low + 210, row.high - 260,
                               fmt::format("{:.0f}, {:+.0f}%", row.level(), row.upside())});
  chart.range_label = "coefficients and residuals";
  chart.inner_label = "coefficients";
  chart.rules = {{ChartRule::Axis::x, kPrice, "price 2,066"}, {ChartRule::Axis::x, 2442.74, "record 2,443"}};
  return chart;
}

Chart fair_value_chart() {
  Chart chart{
      .id = "fair_value", .title = "Small caps against fair value", .x_title = "", .y_title = "index points"};
  chart.time_axis = true;
  chart.alternative = "Price and fair value of small caps, 1974 to 2024.";
  chart.log_y = true;
  chart.lines = {
      monthly_line(
          "Price", [](int i) { return std::exp(log_multiple(i)) * fundamental(i); }, 12),
      monthly_line(
          "Fair value", [](int i) { return std::exp(log_fitted(i)) * fundamental(i) * 1.02; }, 24)};
  ChartBand band{.label = "90% band", .x = {}, .low = {}, .high = {}};
  for (std::size_t i = 0; i < chart.lines[1].x.size(); ++i) {
    band.x.push_back(chart.lines[1].x[i]);
    band.low.push_back(i > 200 && i < 206 ? kMissing : chart.lines[1].y[i] * 0.82);
    band.high.push_back(chart.lines[1].y[i] * 1.22);
  }
  chart.bands = {std::move(band)};
  chart.spans = recessions();
  return chart;
}

Chart multiple_chart() {
  Chart chart{.id = "multiple",
              .title = "Price-to-book and what its drivers explain",
              .x_title = "",
              .y_title = "price-to-book"};
  chart.time_axis = true;
  chart.alternative = "Price-to-book and its fitted values, 1973 to 2024.";
  chart.lines = {monthly_line("Price-to-book", [](int i) { return std::exp(log_multiple(i)); }),
                 monthly_line(
                     "Fitted", [](int i) { return std::exp(log_fitted(i)); }, 12)};
  chart.spans = recessions();
  chart.rules = {{ChartRule::Axis::x, day(140), "break"}, {ChartRule::Axis::x, day(452), "break"}};
  return chart;
}

Chart growths_chart() {
  Chart chart{.id = "growths",
              .title = "Growth of book: the equation, bottom-up, priced in",
              .x_title = "",
              .y_title = "percent"};
  chart.intervals = {{"The equation", -4.1, 1.3, 6.8, kMissing, kMissing, "1.3%"},
                     {"Bottom-up", kMissing, 5.0, kMissing, kMissing, kMissing, "5.0%"},
                     {"Priced in", -18.2, -9.0, 2.1, kMissing, kMissing, "-9.0%"}};
  return chart;
}

Table growths_table() {
  Table table{
      .name = "growths",
      .title = "Three growths",
      .columns = {
          {"growth", "", "Growth", 0}, {"value", "", "Value"}, {"low", "", "Low"}, {"high", "", "High"}}};
  table.rows = {{std::string("model"), 1.3, -4.1, 6.8},
                {std::string("bottom-up"), 5.0, Cell{}, Cell{}},
                {std::string("priced in"), -9.0, -18.2, 2.1},
                {std::string("disconnect"), 3.7, Cell{}, Cell{}}};
  table.row_formats = {{"percent", 1}, {"percent", 1}, {"percent", 1}, {"pp", 1}};
  return table;
}

Table required_table() {
  Table table{.name = "required",
              .title = "What a level needs",
              .columns = {{"target", "", "Level", 0},
                          {"level", "index", "Index", 0},
                          {"solves", "", "Solved for", 0},
                          {"value", "", "Needed", 2},
                          {"low", "", "Band, low", 2},
                          {"high", "", "Band, high", 2},
                          {"today", "", "Now", 2},
                          {"unit", "", "Unit", 0},
                          {"note", "", "Note", 0}}};
  const auto row = [&](const char* solves, double value, double low, double high, double today,
                       const char* unit, const char* note) {
    table.rows.push_back({std::string("record (2021-11-08)"), 2442.74, std::string(solves), value, low, high,
                          today, std::string(unit), std::string(note)});
  };
  row("growth", 7.56, -3.91, 20.4, 1.3, "percent", "");
  row("multiple", 1.4824, 1.312, 1.701, 1.27, "ratio", "");
  row("rate", 2.9134, 1.08, 4.77, 4.26, "percent", "");
  row("real GDP growth", kMissing, kMissing, kMissing, 1.9, "percent",
      "its coefficient is 0 within the band");
  return table;
}

Chart waterfall(const char* id, const char* title, const char* from, const char* to, double start,
                const std::vector<std::pair<const char*, double>>& parts) {
  Chart chart{.id = id, .title = title, .x_title = "", .y_title = "index points"};
  double at = start;
  chart.bars.push_back({from, at, "", std::nullopt});
  for (const auto& [name, points] : parts) {
    chart.bars.push_back({name, at + points, "", at});
    at += points;
  }
  chart.bars.push_back({to, at, "", std::nullopt});
  return chart;
}

Chart attribution_chart() {
  return waterfall("attribution", "What moved small caps: 12 months to December 2024", "2023-12", "2024-12",
                   1926.4,
                   {{"Fundamental", 71.2},
                    {"Expected growth", -24.6},
                    {"The ten-year yield", -58.3},
                    {"The slope of the curve", 33.9},
                    {"Residual", 117.4}});
}

Chart gap_chart() {
  return waterfall("gap", "What the gap is made of", "Price", "Fair value", 2066,
                   {{"Expected growth", 26.5}, {"The slope of the curve", -31.2}, {"Residual", 238.7}});
}

Table attribution_table() {
  Table table{.name = "attribution",
              .title = "What moved the price, and what the gap is made of",
              .columns = {{"period", "", "Period", 0},
                          {"part", "", "Part", 0},
                          {"points", "index", "Index points", 1},
                          {"percent", "percent", "Log percent", 1}}};
  for (const Chart& chart : {attribution_chart(), gap_chart()})
    for (const ChartBar& bar : chart.bars)
      if (bar.from)
        table.rows.push_back(
            {chart.title, bar.category, bar.value - *bar.from, 100 * std::log(bar.value / *bar.from)});
  return table;
}

Chart joint_chart() {
  Chart chart{.id = "joint",
              .title = "Growth and price-to-book that give a level together",
              .x_title = "growth, percent",
              .y_title = "price-to-book"};
  for (const double level : {1587.0, 2442.74}) {
    ChartLine line{.label = fmt::format("Level of {:.0f}", level), .x = {}, .y = {}};
    for (double growth = -12.5; growth <= 7.5; growth += 0.625) {
      line.x.push_back(growth);
      line.y.push_back(level / (kFundamental * (1 + growth / 100)));
    }
    chart.lines.push_back(std::move(line));
  }
  chart.points = {{1.3, 1.396, "Consensus"}, {-7.9, 1.121, "Recession"}};
  chart.rules = {{ChartRule::Axis::y, 1.27, "now 1.27"}};
  return chart;
}

Table joint_table() {
  Table table{.name = "joint",
              .title = "Growth and multiple that give the level together",
              .columns = {{"scenario", "", "Scenario", 0},
                          {"growth", "percent", "Growth", 1},
                          {"multiple", "ratio", "Price-to-book", 2}}};
  for (double growth = -10; growth <= 5; growth += 2.5)
    table.rows.push_back({std::string("given"), growth, 1587 / (kFundamental * (1 + growth / 100))});
  return table;
}

Chart drivers_chart() {
  Chart chart{.id = "drivers",
              .title = "Drivers of the multiple, each against its own history",
              .x_title = "",
              .y_title = "percentile of its history"};
  chart.time_axis = true;
  chart.lines = {
      monthly_line("The ten-year yield", [](int i) { return std::round(50 + 45 * std::cos(i / 90.0)); }),
      monthly_line("The slope of the curve", [](int i) { return std::round(50 + 48 * std::sin(i / 23.0)); })};
  chart.spans = recessions();
  return chart;
}

Chart stability_chart(const char* id, const char* driver, double level) {
  Chart chart{.id = id,
              .title = fmt::format("Coefficient of {} on figures up to each date", driver),
              .x_title = "",
              .y_title = "log multiple per unit"};
  chart.time_axis = true;
  ChartLine line{.label = "Coefficient", .x = {}, .y = {}};
  ChartBand band{.label = "95% interval", .x = {}, .low = {}, .high = {}};
  for (int i = 120; i < kMonths; ++i) {
    const double estimate = level * (1 + std::sin(i / 70.0) * 40 / i);
    line.x.push_back(day(i));
    line.y.push_back(estimate);
    band.low.push_back(estimate - 0.2 / std::sqrt(i));
    band.high.push_back(estimate + 0.2 / std::sqrt(i));
  }
  band.x = line.x;
  chart.lines = {std::move(line)};
  chart.bands = {std::move(band)};
  chart.rules = {{ChartRule::Axis::y, 0, ""}};
  return chart;
}

Table coefficients_table() {
  Table table{.name = "coefficients",
              .title = "Coefficients: multiple in levels, growth estimated",
              .columns = {{"equation", "", "Equation", 0},
                          {"term", "", "Term", 0},
                          {"estimate", "", "Estimate", 4},
                          {"std_error", "", "Std. error", 4},
                          {"t", "", "t", 2},
                          {"p", "probability", "p", 3}}};
  const auto row = [&](const char* equation, const char* term, double estimate, double error, double p) {
    table.rows.push_back({std::string(equation), std::string(term), estimate, error, estimate / error, p});
  };
  row("multiple", "constant", 0.61234, 0.05211, 1e-9);
  row("multiple", "rate", -0.05117, 0.00834, 1e-8);
  row("multiple", "balance sheet, billions", 0.0000412, 0.0000173, 0.0174);
  row("growth", "constant", -3.214, 1.874, 0.0866);
  row("growth", "orders", 112.45, 48.31, 0.0201);
  return table;
}

Table contractions_table() {
  Table table{.name = "contractions",
              .title = "What drivers did from peak to trough",
              .columns = {{"peak", "", "Peak", 0},
                          {"trough", "", "Trough", 0},
                          {"rate", "percent", "The ten-year yield", 2},
                          {"slope", "pp", "The slope of the curve", 2}}};
  table.rows = {{std::string("1980-01"), std::string("1980-07"), -0.55, 3.3},
                {std::string("2007-12"), std::string("2009-06"), -0.38, 2.51},
                {std::string("mean"), Cell{}, -0.47, 2.91}};
  return table;
}

std::string regression_text() {
  return "Multiple equation, dynamic OLS            dependent: log price-to-book\n"
         "errors: Newey-West, Bartlett kernel, bandwidth 14 (Andrews), 95% intervals\n"
         "\n"
         "term                estimate   std. error        t        p        95% interval\n"
         "constant              0.6123       0.0521    11.75   <0.001    [0.5100, 0.7146]\n"
         "rate                 -0.0512       0.0083    -6.13   <0.001  [-0.0676, -0.0348]\n"
         "\n"
         "n 612   R2 0.61   adjusted R2 0.60   DW 0.09   condition number 14.2\n"
         "leads and lags: 2 and 2, by BIC among 0 to 4\n";
}

Section fair_value_section() {
  Section section{
      .id = "fair-value", .kind = "fair_value", .title = "Small caps against fair value", .headline = {}};
  section.headline =
      "On consensus rates small caps are worth 2,300 (1,894 to 2,768), 11.3% above the price of 2,066; the "
      "price pays "
      "for growth of -9.0%, the equation gives 1.3% and the bottom-up consensus 5.0%.";
  section.facts = {{"Multiple", "price-to-book on the ten-year yield and the slope, dynamic OLS in levels"},
                   {"Growth", "book over the year ahead on real GDP growth, Hodrick 1B errors"},
                   {"Bands", "2,000 joint draws of 24 months, 90%"}};
  section.numbers = {{"price", kPrice, "index", "Price"},
                     {"fair_level", kScenarios[0].level(), "index", "Fair value"},
                     {"upside", kScenarios[0].upside(), "percent", "Upside"},
                     {"multiple", 1.27, "ratio", "Price-to-book now"},
                     {"priced_in_growth", -9.03, "percent", "Growth priced in"},
                     {"required_growth_record", 7.56, "percent", "Growth the record needs"},
                     {"fundamental", kFundamental, "index", "Book per unit of the index"},
                     {"fair_multiple", 1.396, "ratio", "Fair price-to-book"},
                     {"fair_low", 1894, "index", "Fair value, low end of the band"},
                     {"fair_high", 2768, "index", "Fair value, high end of the band"},
                     {"bottom_up_growth", 5, "percent", "Bottom-up growth"},
                     {"model_growth", 1.3, "percent", "Growth of the equation"},
                     {"disconnect", 3.7, "pp", "Disconnect: bottom-up less the equation"},
                     {"record_level", 2442.74, "index", "All-time high"}};
  section.tables = {scenarios_table(),   coefficients_table(), required_table(), growths_table(),
                    attribution_table(), contractions_table(), joint_table()};
  section.charts = {scenarios_chart(),
                    fair_value_chart(),
                    multiple_chart(),
                    drivers_chart(),
                    growths_chart(),
                    attribution_chart(),
                    gap_chart(),
                    stability_chart("stability", "the ten-year yield", -0.05),
                    stability_chart("stability_slope", "the slope of the curve", 0.03),
                    joint_chart()};
  section.details = {{"Multiple equation", regression_text()},
                     {"Unit roots", "series      ADF      p    KPSS\nresidual  -3.41  0.012   0.213\n"}};
  section.warnings = {
      "Scenario recession: the slope of the curve (3.1) lies outside its range since 1973 (-2.7 to 2.9), by "
      "0.2 "
      "standard deviations."};
  section.inputs = {"french.small_value", "rates.gs10"};
  return section;
}

Section rival_section() {
  Section section{.id = "rival", .kind = "rival", .title = "The rival: growth and valuation", .headline = {}};
  section.headline =
      "Growth and valuation explain 14.2% of the next year's return in sample and 1.9% out of it (Clark-West "
      "p = 0.081).";
  section.numbers = {{"forecast", 6.1, "percent", "forecast"},
                     {"r2_in_sample", 14.2, "percent", "R2 in sample"},
                     {"r2_out_of_sample", 1.9, "percent", "R2 out of sample"},
                     {"clark_west_p", 0.081, "probability", "Clark-West p"}};
  Chart chart{.id = "forecasts",
              .title = "Forecast and outcome, year by year",
              .x_title = "",
              .y_title = "percent over the year ahead"};
  chart.time_axis = true;
  chart.lines = {monthly_line(
                     "Outcome", [](int i) { return 9 + 22 * std::sin(i / 9.0); }, 240),
                 monthly_line(
                     "Forecast", [](int i) { return 7 + 5 * std::sin(i / 21.0); }, 240),
                 monthly_line(
                     "Mean so far", [](int) { return 8.4; }, 240)};
  chart.lines[2].role = ChartLine::Role::reference;
  section.charts = {std::move(chart)};
  Table table{
      .name = "comparison",
      .title = "Walk-forward tests",
      .columns = {{"test", "", "Test"}, {"statistic", "", "Statistic", 2}, {"p", "probability", "p"}}};
  table.rows = {{std::string("Clark-West against the mean"), 1.4, 0.081},
                {std::string("Diebold-Mariano against fair value"), -0.44, 0.66}};
  section.tables = {std::move(table)};
  section.inputs = {"french.small_value"};
  return section;
}

Section policy_section() {
  Section section{.id = "policy-multiple",
                  .kind = "policy_multiple",
                  .title = "The multiple against policy",
                  .headline = {}};
  section.headline = "At 1.27 price-to-book stands in the middle of what was paid with funds at 2 to 4%.";
  section.numbers = {{"multiple", 1.27, "ratio", "multiple now"},
                     {"funds_rate", 4.33, "percent", "funds rate now"},
                     {"share", 46, "percent", "share of figures below"}};
  Chart chart{.id = "quantiles",
              .title = "Price-to-book by the funds rate, with conditional quantiles",
              .x_title = "funds rate, percent",
              .y_title = "price-to-book"};
  for (const double share : {0.1, 0.5, 0.9}) {
    ChartLine line{.label = fmt::format("{:.0f}% quantile", 100 * share), .x = {}, .y = {}};
    for (double rate = 0.08; rate < 19; rate += 0.5) {
      line.x.push_back(rate);
      line.y.push_back(1.1 + 0.7 * share - 0.021 * rate);
    }
    chart.lines.push_back(std::move(line));
  }
  chart.lines[0].role = chart.lines[2].role = ChartLine::Role::reference;
  chart.points = {{4.33, 1.27, "now"}};
  Chart bands{.id = "bands",
              .title = "Price-to-book by band of the funds rate",
              .x_title = "",
              .y_title = "price-to-book"};
  bands.intervals = {{"Below 0.25%", 1.11, 1.46, 1.93, kMissing, kMissing, "high 1.93 (2021-11)"},
                     {"0.25 to 2%", 1.02, 1.33, 1.61, kMissing, kMissing, "high 1.61 (2017-03)"},
                     {"2 to 4%", 0.93, 1.22, 1.45, kMissing, kMissing, "high 1.45 (2018-08)"},
                     {"4% and more", 0.62, 0.98, 1.52, kMissing, kMissing, "high 1.52 (1998-04)"}};
  bands.rules = {{ChartRule::Axis::x, 1.27, "now 1.27"}};
  section.charts = {std::move(chart), std::move(bands)};
  section.inputs = {"rates.gs10"};
  return section;
}

}  // namespace

Results fair_value_results() {
  Results results = sample_results();
  results.sections = {fair_value_section(), rival_section(), policy_section()};
  return results;
}

}  // namespace rerate
