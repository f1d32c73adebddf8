#include "rerate/publish/sample_results.h"

#include <cmath>

namespace rerate {
namespace {

constexpr int kMonths = 670;
const Date kFirstMonth = make_date(1969, 9, 30);

Date month_end(int index) { return end_of_month(add_months(kFirstMonth, index)); }
double day(int year, int month, int of_month = 1) { return make_date(year, month, of_month).days; }

struct Spell {
  Date start, extreme, end;
  double depth;
  double asset, benchmark;
};

std::vector<Spell> spells() {
  const auto spell = [](int year, int month, int before, int after, double depth, double asset,
                        double benchmark) {
    const Date extreme = end_of_month(make_date(year, month, 1));
    return Spell{end_of_month(add_months(extreme, -before)),
                 extreme,
                 end_of_month(add_months(extreme, after)),
                 depth,
                 asset,
                 benchmark};
  };
  return {spell(1970, 3, 4, 9, -31.2, -14.1, -14.5), spell(1974, 12, 3, 8, -38.5, 49.6, 34.1),
          spell(1980, 7, 3, 3, -47.1, 36.0, 20.0),   spell(1981, 12, 2, 10, -29.9, 16.2, 7.8),
          spell(1990, 10, 3, 7, -36.1, 48.4, 25.8),  spell(1991, 12, 0, 3, -16.2, 18.9, 11.6),
          spell(1995, 6, 2, 10, -18.1, 24.2, 22.3),  spell(2001, 1, 2, 14, -34.7, 5.2, -6.9),
          spell(2008, 11, 8, 9, -37.8, 32.0, 26.3),  spell(2011, 8, 0, 3, -19.4, 12.4, 17.0),
          spell(2020, 4, 1, 2, -52.6, 82.4, 48.1),   spell(2023, 4, 6, 4, -25.8, 2.7, 13.9),
          spell(2023, 9, 1, 8, -15.9, 18.6, 29.4)};
}

std::vector<ChartSpan> recessions() {
  const auto recession = [](double from, double to) {
    return ChartSpan{from, to, ChartSpan::Role::recession, "NBER recession"};
  };
  return {recession(day(1969, 12, 31), day(1970, 11, 30)), recession(day(1973, 11, 30), day(1975, 3, 31)),
          recession(day(1980, 1, 31), day(1980, 7, 31)),   recession(day(1981, 7, 31), day(1982, 11, 30)),
          recession(day(1990, 7, 31), day(1991, 3, 31)),   recession(day(2001, 3, 31), day(2001, 11, 30)),
          recession(day(2007, 12, 31), day(2009, 6, 30)),  recession(day(2020, 2, 29), day(2020, 4, 30))};
}

// Slow waves with a dip at every spell: enough like a diffusion balance to judge a chart by.
double signal_at(Date date) {
  const double t = date.days / 365.25;
  double value = 12 + 9 * std::sin(t * 1.7) + 5 * std::sin(t * 5.3 + 1) + 3 * std::sin(t * 17.1);
  for (const Spell& spell : spells()) {
    const double away = (date - spell.extreme) / 75.0;
    value += (spell.depth - 8) * std::exp(-away * away);
  }
  return value;
}

Chart signal_chart() {
  Chart chart{.id = "signal",
              .title = "Current activity and its lows",
              .x_title = "",
              .y_title = "Balance, percentage points"};
  chart.time_axis = true;
  chart.alternative =
      "Monthly balance from 1969 to 2025 with thirteen shaded spells below minus 15; most begin in or near a "
      "recession.";
  ChartLine line{.label = "Philadelphia Fed current activity", .x = {}, .y = {}};
  for (int i = 0; i < kMonths; ++i) {
    line.x.push_back(month_end(i).days);
    line.y.push_back(i == 200 ? std::nan("") : signal_at(month_end(i)));
  }
  chart.lines.push_back(std::move(line));
  chart.spans = recessions();
  for (const Spell& spell : spells()) {
    chart.spans.push_back(
        {double(spell.start.days), double(spell.end.days), ChartSpan::Role::episode, "Episode"});
    chart.points.push_back({double(spell.extreme.days), signal_at(spell.extreme), "Low"});
  }
  chart.spans.push_back({day(2024, 11, 30), day(2025, 2, 28), ChartSpan::Role::excluded, "Excluded"});
  chart.rules.push_back({ChartRule::Axis::y, -15, "enter below \u221215"});
  chart.rules.push_back({ChartRule::Axis::y, 10, "leave at 10"});
  return chart;
}

Chart path_chart() {
  Chart chart{.id = "path",
              .title = "Average path after the low",
              .x_title = "Months from the low",
              .y_title = "Small minus large, percentage points"};
  chart.alternative =
      "Small companies gain on large ones by about seven points over the twelve months after a low.";
  ChartLine mean{.label = "Mean of 13 events", .x = {}, .y = {}};
  ChartLine base{.label = "All months", .x = {}, .y = {}, .role = ChartLine::Role::reference};
  ChartBand band{.label = "95% interval", .x = {}, .low = {}, .high = {}};
  for (int month = -6; month <= 12; ++month) {
    const double at = 7.0 * (1 - std::exp(-std::max(0, month) / 5.0)) + std::min(0, month) * 0.4;
    mean.x.push_back(month);
    mean.y.push_back(at);
    base.x.push_back(month);
    base.y.push_back(0.155 * month);
    band.x.push_back(month);
    band.low.push_back(at - 0.5 * std::abs(month));
    band.high.push_back(at + 0.6 * std::abs(month));
  }
  chart.lines = {mean, base};
  chart.bands = {band};
  chart.rules.push_back({ChartRule::Axis::x, 0, "low"});
  return chart;
}

Table episode_table() {
  Table table{.name = "episodes", .title = "The thirteen episodes", .columns = {}, .rows = {}};
  table.columns = {{"start", "", "Start"},
                   {"extreme", "", "Low"},
                   {"extreme_value", "balance", "Reading"},
                   {"end", "", "End"},
                   {"known", "", "Known"},
                   {"asset_return", "percent", "Small"},
                   {"benchmark_return", "percent", "Large"},
                   {"relative_return", "pp", "Small minus large"},
                   {"state", "", "State"}};
  for (const Spell& spell : spells())
    table.rows.push_back({spell.start, spell.extreme, spell.depth, spell.end, add_months(spell.end, 0) + 17,
                          spell.asset, spell.benchmark, spell.asset - spell.benchmark,
                          std::string("complete")});
  table.rows.push_back({make_date(2025, 3, 31), make_date(2025, 4, 30), -26.4, Cell{}, Cell{}, Cell{}, Cell{},
                        Cell{}, std::string("pending")});
  return table;
}

Table statistics_table() {
  Table table{
      .name = "statistics", .title = "Small minus large over twelve months", .columns = {}, .rows = {}};
  table.columns = {
      {"statistic", "", "Statistic"}, {"extreme", "", "From the low"}, {"known", "", "From when known"}};
  const auto add = [&](const char* name, double extreme, double known, const char* unit, int decimals) {
    table.rows.push_back({std::string(name), extreme, known});
    table.row_formats.push_back({unit, decimals});
  };
  add("Mean", 6.76, 2.41, "pp", 1);
  add("Median", 7.27, -1.13, "pp", 1);
  add("Led, of 13", 10, 7, "count", 0);
  add("Share that led", 76.9, 53.8, "percent", 1);
  add("Share of all months", 50.9, 50.9, "percent", 1);
  add("p of the mean", 0.061, 0.38, "probability", 2);
  add("p of the median", 0.004, 0.61, "probability", 2);
  add("Interval, low end", 1.1, -4.2, "pp", 1);
  add("Interval, high end", 13.2, 8.8, "pp", 1);
  add("Leave one out, lowest mean", 4.5, 0.9, "pp", 1);
  add("Effective number of events", 11.4, 11.2, "count", 1);
  return table;
}

Section event_section() {
  Section section{
      .id = "manufacturing-lows", .kind = "event_study", .title = "Manufacturing lows", .headline = {}};
  section.headline =
      "Small companies led large ones in the year after 10 of 13 manufacturing lows, by 6.8 pp on average (p "
      "= 0.06); "
      "from the day a low was known, in 7 of 13, by 2.4 pp.";
  section.facts = {
      {"Signal", "philly.current_activity, monthly balance"},
      {"Rule", "below \u221215 until at or above 10, ties to the first"},
      {"Anchor", "the lowest month of each episode (uses hindsight); beside it, the month the end was known"},
      {"Outcome", "12-month total return, mean of the three small less mean of the three large portfolios"},
      {"Inference",
       "exact circular shift p-values over 658 shifts; stationary bootstrap, 2,000 draws, block 9.4 months"}};
  section.numbers = {{"episodes", 14, "count", "episodes"},
                     {"complete", 13, "count", "complete episodes"},
                     {"pending", 1, "count", "pending"},
                     {"led", 10, "count", "small led"},
                     {"mean", 6.76, "pp", "mean"},
                     {"median", 7.27, "pp", "median"},
                     {"hit_rate", 76.9, "percent", "share led"},
                     {"base_rate", 50.9, "percent", "share of all months"},
                     {"p_mean", 0.061, "probability", "p"},
                     {"p_median", 0.004, "probability", "p"},
                     {"p_led", std::nan(""), "probability", "p"},
                     {"ci_low", 1.1, "pp", "low"},
                     {"ci_high", 13.2, "pp", "high"},
                     {"n_eff", 11.4, "count", "effective events"}};
  section.tables = {episode_table(), statistics_table()};
  section.charts = {signal_chart(), path_chart()};
  section.warnings = {
      "Two windows overlap: the lows of April and September 2023 are five months apart.",
      "Seasonal factors of the survey were revised; the figures are the newest, dated by the release rule."};
  section.inputs = {"philly.current_activity", "french.small_value"};
  return section;
}

Table lead_table() {
  Table table{.name = "leads", .title = "Inversions and the recessions they led", .columns = {}, .rows = {}};
  table.columns = {{"inversion", "", "First inverted"},
                   {"recession", "", "Recession began"},
                   {"lead_days", "days", "Lead", 0},
                   {"state", "", "State"}};
  const auto lead = [&](int year, int month, int to_year, int to_month) {
    const Date from = make_date(year, month, 1), to = make_date(to_year, to_month, 1);
    table.rows.push_back({from, to, std::int64_t{to - from}, std::string("complete")});
  };
  table.rows.push_back({make_date(1966, 9, 1), Cell{}, Cell{}, std::string("false positive")});
  lead(1968, 12, 1969, 12);
  lead(1973, 6, 1973, 11);
  lead(1978, 11, 1980, 1);
  lead(1989, 6, 1990, 7);
  lead(2000, 7, 2001, 3);
  lead(2006, 8, 2007, 12);
  lead(2019, 6, 2020, 2);
  table.rows.push_back({make_date(2022, 11, 1), Cell{}, Cell{}, std::string("pending")});
  return table;
}

Chart curve_chart() {
  Chart chart{.id = "curve",
              .title = "Ten-year yield less the three-month bill",
              .x_title = "",
              .y_title = "Percentage points"};
  chart.time_axis = true;
  chart.alternative = "The curve inverted before each of seven recessions.";
  ChartLine line{.label = "Curve", .x = {}, .y = {}};
  for (int i = 0; i < kMonths; ++i) {
    line.x.push_back(month_end(i).days);
    line.y.push_back(1.4 + 1.6 * std::sin(i / 17.0) + 0.4 * std::sin(i / 3.1));
  }
  chart.lines = {line};
  chart.spans = recessions();
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  return chart;
}

Chart lead_chart() {
  Chart chart{.id = "leads", .title = "Lead by recession", .x_title = "", .y_title = "Days"};
  chart.alternative = "Leads run from 153 to 487 days.";
  chart.bars = {{"1969", 365, ""}, {"1973", 153, ""}, {"1980", 426, ""}, {"1990", 395, ""},
                {"2001", 243, ""}, {"2007", 487, ""}, {"2020", 245, ""}};
  return chart;
}

Section curve_section() {
  Section section{.id = "curve-recessions",
                  .kind = "curve_recessions",
                  .title = "The curve before recessions",
                  .headline = {}};
  section.headline =
      "The curve inverted before seven recessions since 1969, by 331 days on average; one inversion led to "
      "none, and that "
      "of 2022 is still pending.";
  section.facts = {{"Rule", "below 0, inversions closer than 12 months are one"}};
  section.numbers = {{"mean_lead_days", 330.571, "days", "mean lead"},
                     {"recessions", 7, "count", "recessions led"},
                     {"false_positives", 1, "count", "false positives"},
                     {"pending", 1, "count", "pending"}};
  section.tables = {
      lead_table(),
  };
  section.charts = {curve_chart(), lead_chart()};
  section.inputs = {"rates.gs10"};
  return section;
}

InputRecord input(const char* series, const char* title, const char* source, bool redistribute) {
  return {.series = series,
          .title = title,
          .unit = "percent",
          .source = source,
          .licence = "public domain",
          .redistribute = redistribute,
          .first = "1968-05",
          .last = "2025-05",
          .known_at = make_date(2025, 6, 19),
          .grade = "first release + lag",
          .sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          .note = ""};
}

}  // namespace

Results sample_results() {
  Results results;
  results.study_title = "US small caps after macro turning points";
  results.study_file = "us-small-caps.toml";
  results.study_sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
  results.rerate_version = "0.1.0";
  results.as_of = make_date(2025, 6, 30);
  results.sections = {event_section(), curve_section()};
  results.inputs = {
      input("philly.current_activity", "Philadelphia Fed manufacturing survey, current activity",
            "Federal Reserve Bank of Philadelphia", true),
      input("french.small_value", "Small value portfolio, value weighted", "Kenneth R. French data library",
            true),
      input("rates.gs10", "Ten-year Treasury yield, constant maturity",
            "Board of Governors of the Federal Reserve System", false)};
  results.inputs[0].note = "Seasonal factors are revised each January.";
  results.warnings = {"The newest figure of rates.gs10 is two months older than the as-of date."};
  return results;
}

Results made_hostile(Results results) {
  const std::string evil =
      "</script><script>alert(1)</script><!-- \" ' & \xE2\x80\xA8 \x1b[31m \xFF\xC0\x80 <img src=x "
      "onerror=alert(2)> {{x}} \n";
  results.study_title = results.study_file = results.study_sha256 = results.rerate_version = evil;
  results.warnings = {evil};
  for (Section& section : results.sections) {
    section.id = section.title = section.headline = evil;
    section.facts = {{evil, evil}};
    for (Number& number : section.numbers) {
      number.title = number.unit = evil;
      if (number.fragility) number.fragility->flip = evil;
    }
    for (NamedSet& set : section.sets) set = {evil, evil, {evil}};
    for (JudgedClaim& claim : section.claims) {
      claim.section = claim.words = claim.claimed = claim.found = claim.verdict = claim.rule = claim.miss =
          evil;
      claim.others = claim.spread = {evil};
    }
    if (section.multiverse)
      section.multiverse->size = section.multiverse->words = section.multiverse->p_adjusted_by = evil;
    for (Table& table : section.tables) {
      table.title = evil;
      for (Column& column : table.columns) column.title = column.unit = evil;
      table.rows[0].back() = evil;
    }
    for (Chart& chart : section.charts) {
      chart.id = chart.title = chart.x_title = chart.y_title = chart.alternative = evil;
      for (ChartLine& line : chart.lines) line.label = evil;
      for (ChartBand& band : chart.bands) band.label = evil;
      for (ChartSpan& span : chart.spans) span.label = evil;
      for (ChartRule& rule : chart.rules) rule.label = evil;
      for (ChartPoint& point : chart.points) point.label = evil;
      for (ChartBar& bar : chart.bars) bar.category = bar.series = evil;
      for (ChartInterval& interval : chart.intervals) interval.category = interval.label = evil;
      if (chart.specification) {
        chart.specification->unit = evil;
        for (ChartSpecification::Line& line : chart.specification->lines) line.choice = line.option = evil;
      }
      if (chart.heatmap) {
        chart.heatmap->label = chart.heatmap->unit = evil;
        for (std::string& row : chart.heatmap->rows) row = evil;
      }
      for (ChartRibbon& ribbon : chart.ribbons) {
        ribbon.label = evil;
        for (std::size_t i = 0; i < ribbon.states.size(); ++i) ribbon.states[i] = evil + std::to_string(i);
      }
    }
    for (Light& light : section.lights) light.title = light.text = evil;
    for (Detail& detail : section.details) detail.title = detail.text = evil;
    section.warnings = section.inputs = {evil};
  }
  for (InputRecord& input : results.inputs)
    input.series = input.title = input.unit = input.source = input.licence = input.first = input.last =
        input.grade = input.sha256 = input.note = evil;
  return results;
}

Results hostile_results() { return made_hostile(sample_results()); }

}  // namespace rerate
