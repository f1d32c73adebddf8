#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/publish/sample_results.h"
#include "rerate/statistics/fragility.h"
#include "rerate/study/section_multiverse.h"

namespace rerate {
namespace {

struct Choice {
  const char* name;
  std::vector<const char*> options;  // the study's own first
  std::vector<double> shifts;        // what each option adds to the mean
};

std::vector<Choice> choices() {
  return {{"below", {"\u221215", "\u221210", "\u221220"}, {0, -2.1, 1.4}},
          {"until", {"at or above 10", "at or above 0", "at or above 5", "above 10"}, {0, -3.2, -1.1, 0.2}},
          {"gap", {"3 months", "1 month", "6 months"}, {0, 0.3, -0.6}},
          {"anchor", {"trough", "end", "known"}, {0, -3.8, -5.2}},
          {"returns", {"total", "price"}, {0, -0.4}}};
}

// One definition: an option of each choice, and what it gives.
struct Definition {
  std::vector<std::size_t> options;
  double value = 0, p = 1;
};

// Every combination, numbers by formula: enough like a real lattice to judge a picture by.
std::vector<Definition> all_definitions() {
  std::vector<Definition> all = {{}};
  for (const Choice& choice : choices()) {
    std::vector<Definition> longer;
    for (const Definition& before : all)
      for (std::size_t i = 0; i < choice.options.size(); ++i) {
        longer.push_back(before);
        longer.back().options.push_back(i);
      }
    all = std::move(longer);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    double value = 6.76, wave = static_cast<double>(i % 17) / 17 - static_cast<double>(i % 5) / 5;
    for (std::size_t k = 0; k < all[i].options.size(); ++k) value += choices()[k].shifts[all[i].options[k]];
    all[i].value = i == 0 ? 6.76 : value + wave;
    all[i].p = std::clamp(0.3 - 0.045 * all[i].value + 0.05 * wave, 0.002, 1.0);
  }
  return all;
}

std::vector<std::size_t> by_value(const std::vector<Definition>& all) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return all[a].value < all[b].value; });
  return order;
}

Chart curve_chart(const std::vector<Definition>& all) {
  Chart chart{.id = "specification-curve", .title = "Mean under 216 definitions"};
  chart.y_title = "pp";
  ChartSpecification curve{.unit = "pp", .definitions = static_cast<std::int64_t>(all.size())};
  const std::vector<std::size_t> order = by_value(all);
  for (const std::size_t i : order)
    curve.points.push_back(
        {all[i].value, all[i].p <= 0.05, i == 0, all[i].options == std::vector<std::size_t>{0, 1, 0, 1, 0}});
  const std::vector<Choice> chosen = choices();
  for (std::size_t k = 0; k < chosen.size(); ++k)
    for (std::size_t option = 0; option < chosen[k].options.size(); ++option) {
      ChartSpecification::Line line{chosen[k].name, chosen[k].options[option], option == 0, {}, 0};
      for (std::size_t place = 0; place < order.size(); ++place)
        if (all[order[place]].options[k] == option) {
          line.dots.push_back(place);
          line.mean += all[order[place]].value;
        }
      line.mean /= static_cast<double>(line.dots.size());
      curve.lines.push_back(std::move(line));
    }
  chart.specification = std::move(curve);
  return chart;
}

Chart share_chart() {
  Chart chart{.id = "choice-shares", .title = "What the spread of the mean hangs on"};
  chart.y_title = "share of the variance (Shapley), percent";
  chart.bars = {
      {"anchor", 61.2, ""}, {"below", 21.4, ""}, {"until", 14.9, ""}, {"gap", 1.9, ""}, {"returns", 0.6, ""}};
  return chart;
}

NumberFragility fragility_of(std::vector<double> values, const std::vector<double>& p, double headline,
                             double neutral) {
  const auto found = fragility(values, p, headline, neutral).value();
  std::sort(values.begin(), values.end());
  return {.definitions = static_cast<std::int64_t>(found.definitions),
          .min = found.min,
          .p05 = found.p05,
          .median = found.median,
          .p95 = found.p95,
          .max = found.max,
          .same_sign = found.same_sign,
          .significant = found.significant,
          .percentile = found.percentile,
          .strip = std::move(values)};
}

Number& number(Section& section, std::string_view name) {
  return *std::find_if(section.numbers.begin(), section.numbers.end(),
                       [&](const Number& one) { return one.name == name; });
}

void add_fragility(Section& section, const std::vector<Definition>& all) {
  const auto set = [&](std::string_view name, double neutral, bool with_p, auto value_of) {
    std::vector<double> values, p;
    for (std::size_t i = 0; i < all.size(); ++i) {
      values.push_back(i == 0 ? number(section, name).value : value_of(all[i]));
      if (with_p) p.push_back(all[i].p);
    }
    number(section, name).fragility =
        fragility_of(std::move(values), p, number(section, name).value, neutral);
  };
  const double none = std::numeric_limits<double>::quiet_NaN();
  set("episodes", 0, false, [](const Definition& one) {
    return 10.0 + std::floor(std::abs(one.value)) + static_cast<double>(one.options[1]);
  });
  number(section, "episodes").fragility->same_sign = none;
  set("led", 0, false, [](const Definition& one) { return 6.0 + std::floor(std::abs(one.value) / 2); });
  number(section, "led").fragility->same_sign = none;
  set("mean", 0, true, [](const Definition& one) { return one.value; });
  number(section, "mean").fragility->flip =
      "until at or above 0 instead of at or above 10 and anchor end instead of trough turns the sign";
  set("median", 0, false, [](const Definition& one) { return 0.9 * one.value + 0.4; });
  set("p_mean", 0, false, [](const Definition& one) { return one.p; });
  number(section, "p_mean").fragility->same_sign = none;
}

Table fragility_table(const Section& section) {
  Table table{.name = "fragility",
              .title = "How the numbers are spread over the definitions",
              .columns = {{"number", "", "Number", 0},
                          {"headline", "", "This study", 1},
                          {"definitions", "count", "Definitions", 0},
                          {"min", "", "Least", 1},
                          {"p05", "", "5%", 1},
                          {"median", "", "Median", 1},
                          {"p95", "", "95%", 1},
                          {"max", "", "Most", 1},
                          {"same_sign", "percent", "Same side", 0},
                          {"flip", "", "Nearest that says otherwise", 0}}};
  for (const Number& one : section.numbers) {
    if (!one.fragility) continue;
    const NumberFragility& f = *one.fragility;
    table.rows.push_back({one.title, one.value, f.definitions, f.min, f.p05, f.median, f.p95, f.max,
                          std::isnan(f.same_sign) ? Cell{} : Cell{100 * f.same_sign},
                          f.flip.empty() ? Cell{} : Cell{f.flip}});
    table.row_formats.push_back({one.unit, one.unit == "count" ? 0 : 1});
  }
  return table;
}

std::vector<JudgedClaim> event_claims() {
  return {{.section = "manufacturing-lows",
           .words = "small caps led in 10 of 13 recoveries",
           .claimed = "complete 13, led 10",
           .found = "complete 13, led 10",
           .verdict = "exact",
           .rule = "as in the study",
           .miss = "exact",
           .definitions = 216,
           .reproducing = 6,
           .exactly = 6,
           .others = {"gap 1 month instead of 3 months", "returns price instead of total"},
           .spread = {"complete 9 to 21, median 14; 13 is the 38th percentile",
                      "led 6 to 12, median 8; 10 is the 81st percentile"}},
          {.section = "manufacturing-lows",
           .words = "by 6.8 points on average, seven at the median",
           .claimed = "mean 6.8, median 7.0",
           .found = "mean 6.8, median 7.3",
           .verdict = "within rounding",
           .rule = "as in the study",
           .miss = "median off by 0.3",
           .definitions = 216,
           .reproducing = 2,
           .exactly = 1},
          {.section = "manufacturing-lows",
           .words = "12 periods, small caps led in 10",
           .claimed = "episodes 12, led 10",
           .found = "episodes 12, led 10",
           .verdict = "only under other rules",
           .rule = "until above 10 instead of at or above 10",
           .miss = "exact",
           .definitions = 216,
           .reproducing = 3,
           .exactly = 3,
           .changed = 1,
           .spread = {"episodes 10 to 24, median 17; 12 is the 8th percentile"}}};
}

std::vector<JudgedClaim> curve_claims() {
  return {{.section = "curve-recessions",
           .words = "mean_lead_days 340, false_positives 1966 and 1998",
           .claimed = "mean_lead_days 340, false_positives 1966 and 1998",
           .found = "mean_lead_days 331, false_positives 1966",
           .verdict = "not reproduced",
           .rule = "as in the study",
           .miss = "mean_lead_days off by 9, false_positives without 1998",
           .definitions = 1}};
}

}  // namespace

Results multiverse_results() {
  Results results = sample_results();
  const std::vector<Definition> all = all_definitions();
  Section& events = results.sections[0];
  add_fragility(events, all);
  events.multiverse = SectionMultiverse{
      .lead = "mean",
      .size = "216",
      .definitions = 216,
      .distinct = 144,
      .whole = true,
      .words =
          "Mean: -5.9 to 8.6 pp over 216 definitions, 144 of them different, which find 10 to 24 "
          "episodes; most of the spread hangs on anchor (61%).",
      .looks = 1240,
      .p = 0.061,
      .p_adjusted = 0.34,
      .p_adjusted_by = "Romano-Wolf over 216 definitions"};
  events.charts.push_back(curve_chart(all));
  events.charts.push_back(share_chart());
  events.tables.push_back(fragility_table(events));
  events.sets = {{"not_led", "Years in which they did not lead", {"1995", "2011", "2023-04"}}};
  events.claims = event_claims();
  results.sections[1].sets = {{"false_positives", "False positives", {"1966-09-01"}}};
  results.sections[1].claims = curve_claims();
  results.sections.push_back(
      claims_section("claims", "What the note says, and what holds", results.sections));
  return results;
}

}  // namespace rerate
