#include "rerate/study/policy_multiple_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_tables.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/section_inputs.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

PolicyMultiple run(const std::string& id, const PolicyMultipleRequest& request,
                   const SectionContext& context) {
  PolicyMultipleQuestion question;
  question.multiple = &context.input(request.multiple).series;
  question.funds_rate = &context.input(request.funds_rate).series;
  if (request.balance_sheet) question.balance_sheet = &context.input(*request.balance_sheet).series;
  question.shares = request.shares;
  question.band_edges = request.band_edges;
  question.errors.seed = context.section_seed(id);
  question.place = request.place;
  return policy_multiple(question);
}

// "below 0.25%", "2% to 4%", "4% and more".
std::string band_name(const PolicyBand& band) {
  if (!std::isfinite(band.from) && !std::isfinite(band.to)) return "all rates";
  if (!std::isfinite(band.from)) return "below " + shortest(band.to) + "%";
  if (!std::isfinite(band.to)) return shortest(band.from) + "% and more";
  return fmt::format("{}% to {}%", shortest(band.from), shortest(band.to));
}

// "with rates of 2% to 4%", "with rates below 0.25%".
std::string with_rates(const PolicyBand& band) {
  if (!std::isfinite(band.from) && !std::isfinite(band.to)) return "with a known rate";
  return (std::isfinite(band.from) ? "with rates of " : "with rates ") + band_name(band);
}

const PolicyBand* highest(const std::vector<PolicyBand>& bands, bool without_lowest) {
  const PolicyBand* best = nullptr;
  for (std::size_t i = without_lowest ? 1 : 0; i < bands.size(); ++i)
    if (bands[i].n > 0 && (!best || bands[i].high > best->high)) best = &bands[i];
  return best;
}

const PolicyBand* band_of(const std::vector<PolicyBand>& bands, double rate) {
  for (const auto& band : bands)
    if (rate >= band.from && rate < band.to) return &band;
  return nullptr;
}

std::string percent_name(double share) { return shortest(100 * share); }

// "small / small_book" is no name for a sentence.
std::string multiple_name(const PolicyMultipleRequest& request, const SectionContext& context) {
  const auto& title = context.input(request.multiple).title;
  return is_plain_name(request.multiple.formula) && title != request.multiple.formula ? title
                                                                                      : "the multiple";
}

// "14 months", in the multiple's own steps.
std::string months(std::size_t count, const PolicyMultiple& found) {
  auto steps = step_in_words(found.now.frequency);
  steps.pop_back();
  return count_of(count, steps);
}

// "the highest of the 14 months with rates of 4% and more", "above 56% of the 240 months ...".
std::string standing(const PolicyMultiple& found, const PolicyBand& band) {
  const auto of = fmt::format("{} {}", months(static_cast<std::size_t>(band.n), found), with_rates(band));
  if (band.n == 1) return fmt::format("the only {}", of.substr(2));
  if (found.multiple_now >= band.high) return fmt::format("the highest of the {}", of);
  if (found.multiple_now <= band.low) return fmt::format("the lowest of the {}", of);
  return fmt::format("above {}% of the {}", fixed(100 * found.share_now, 0), of);
}

// Where today's multiple stands in its band, and against the highest with rates above the lowest band.
std::string stand_in_words(const PolicyMultiple& found, const std::string& name) {
  auto text = fmt::format("{} is {} with the policy rate at {}%", capitalised(name),
                          fixed(found.multiple_now, 2), fixed(found.rate_now, 2));
  const auto* band = band_of(found.bands, found.rate_now);
  if (band && std::isfinite(found.share_now)) text += ", " + standing(found, *band);
  text += ".";
  const auto* high = highest(found.bands, true);
  if (!high) return text;
  const auto outside = fmt::format("with rates of {}% and more", shortest(found.bands.front().to));
  const bool lowest_band = band == &found.bands.front();
  if (found.multiple_now >= high->high)
    return text + (lowest_band ? fmt::format(" No multiple {} was higher.", outside)
                               : fmt::format(" It is the highest of all {}.", outside));
  return text + fmt::format(" The highest {} was {} in {}, with the rate at {}%.", outside,
                            fixed(high->high, 2), period_in_words(high->high_at),
                            fixed(high->rate_at_high, 2));
}

std::string in_how_many(std::size_t growing, std::size_t told) {
  if (growing == 0) return told == 1 ? "not in that one" : "in none of them";
  if (growing < told) return fmt::format("in {} of them", few_in_words(growing));
  return told == 1 ? "in that one" : told == 2 ? "in both" : fmt::format("in all {}", few_in_words(told));
}

// The balance sheet over the largest rises, beside how often it grows anyway.
std::string reratings_in_words(const PolicyMultiple& found) {
  std::size_t told = 0, growing = 0;
  for (const auto& one : found.reratings) {
    told += one.growing.has_value();
    growing += one.growing.value_or(false);
  }
  if (told == 0) return {};
  const auto count = found.reratings.size();
  const auto rises =
      count == 1 ? std::string("For the largest rise of the multiple (not of the price) over a year")
                 : fmt::format("Of the {} largest rises of the multiple (not of the price) over a year",
                               few_in_words(count));
  const auto exist =
      count == 1 ? std::string("balance-sheet data exist")
                 : fmt::format("balance-sheet data exist for {}", told == count ? "all" : few_in_words(told));
  return fmt::format(" {}, {}; it grew {}, and in {}% of all {} with data.", rises, exist,
                     in_how_many(growing, told), fixed(100 * found.growing_share, 0),
                     step_in_words(found.now.frequency));
}

std::string headline(const PolicyMultiple& found, const std::string& name) {
  return stand_in_words(found, name) + reratings_in_words(found);
}

std::vector<Number> numbers_of(const PolicyMultiple& found, const PolicyMultipleRequest& request) {
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  const auto* high = highest(found.bands, true);
  std::vector<Number> numbers = {
      {"multiple", found.multiple_now, "ratio", "Multiple now"},
      {"funds_rate", found.rate_now, "percent", "Policy rate now"},
      {"share_in_band", 100 * found.share_now, "percent", "Share of its band's figures below it"},
      {"high_water", high ? high->high : kMissing, "ratio", "High outside the lowest band"},
      {"high_water_rate", high ? high->rate_at_high : kMissing, "percent", "Policy rate at that high"}};
  for (std::size_t i = 0; i < found.quantile_now.size(); ++i)
    numbers.push_back({"quantile_" + percent_name(request.shares.at(i)), found.quantile_now[i], "ratio",
                       fmt::format("Percentile {} at today's policy", percent_name(request.shares.at(i)))});
  return numbers;
}

void add_bands(Table& table, const char* balance_sheet, const std::vector<PolicyBand>& bands) {
  for (const auto& band : bands) {
    const bool any = band.n > 0;
    table.rows.push_back({band_name(band), std::string(balance_sheet), static_cast<std::int64_t>(band.n),
                          any ? number_cell(band.low) : Cell{}, any ? number_cell(band.median) : Cell{},
                          any ? number_cell(band.high) : Cell{}, any ? Cell{to_string(band.high_at)} : Cell{},
                          any ? number_cell(band.rate_at_high) : Cell{}});
  }
}

Table bands_table(const PolicyMultiple& found) {
  Table table{"bands",
              "The multiple by band of the policy rate",
              {{"band", "", "Policy rate", 0},
               {"balance_sheet", "", "Balance sheet", 0},
               {"n", "count", "Figures", 0},
               {"low", "ratio", "Lowest", 2},
               {"median", "ratio", "Median", 2},
               {"high", "ratio", "Highest", 2},
               {"high_at", "", "In", 0},
               {"rate_at_high", "percent", "Rate then", 2}},
              {}};
  add_bands(table, "all", found.bands);
  add_bands(table, "growing", found.growing);
  add_bands(table, "shrinking", found.shrinking);
  return table;
}

// One row a term of each conditional quantile; the equation is its percentile.
Table quantiles_table(const PolicyMultiple& found) {
  auto table = coefficients_table();
  table.title = "Conditional quantiles of the multiple";
  if (!found.fits.empty()) table.title += "; errors: " + found.fits.front().errors.name;
  for (const auto& fit : found.fits)
    for (std::size_t i = 0; i < fit.names.size(); ++i) {
      const auto at = static_cast<Index>(i);
      const double error = fit.errors.std_error(at), t = fit.coefficients[at] / error;
      table.rows.push_back({"percentile " + percent_name(fit.share), fit.names[i],
                            number_cell(fit.coefficients[at]), number_cell(error), number_cell(t),
                            number_cell(fit.errors.p_value(t))});
    }
  return table;
}

Table reratings_table(const PolicyMultiple& found) {
  Table table{"reratings",
              "Largest rises of the multiple over a year",
              {{"from", "", "From", 0},
               {"to", "", "To", 0},
               {"change", "percent", "Change of the multiple", 1},
               {"balance_sheet", "", "Balance sheet", 0}},
              {}};
  for (const auto& one : found.reratings)
    table.rows.push_back({to_string(one.from), to_string(one.to), number_cell(one.percent),
                          one.growing ? Cell{std::string(*one.growing ? "growing" : "shrinking")} : Cell{}});
  return table;
}

constexpr double kWideRange = 5;  // from where on a ratio is drawn on a logarithmic axis

// A ratio is above zero, and over a wide range its changes in percent are what counts.
bool is_wide(double low, double high) { return low > 0 && high > kWideRange * low; }

// Straight lines through a ratio can fall below what a ratio can be: they are drawn down to half the lowest seen.
double floor_of(const PolicyMultiple& found) {
  return *std::min_element(found.multiple.begin(), found.multiple.end()) / 2;
}

bool falls_below_floor(const PolicyMultiple& found) {
  const double floor = floor_of(found);
  for (const auto& quantile : found.quantile_at)
    if (std::any_of(quantile.begin(), quantile.end(), [&](double value) { return value < floor; }))
      return true;
  return false;
}

// The multiple between its lowest and highest conditional quantile, with the others as lines.
void add_quantiles(Chart& chart, const PolicyMultiple& found, const std::vector<double>& days,
                   const std::vector<std::vector<double>>& quantiles) {
  const std::size_t inside = quantiles.size() > 1 ? 1 : 0;
  if (inside > 0)
    chart.bands.push_back(
        {fmt::format("percentiles {} to {} at that policy", percent_name(found.fits.front().share),
                     percent_name(found.fits.back().share)),
         days, quantiles.front(), quantiles.back()});
  for (std::size_t i = inside; i + inside < quantiles.size(); ++i)
    chart.lines.push_back({fmt::format("percentile {} at that policy", percent_name(found.fits[i].share)),
                           days, quantiles[i], ChartLine::Role::reference});
}

bool is_wide(const PolicyMultiple& found, const std::vector<std::vector<double>>& quantiles) {
  double low = *std::min_element(found.multiple.begin(), found.multiple.end());
  double high = *std::max_element(found.multiple.begin(), found.multiple.end());
  for (const auto& quantile : quantiles)
    for (const double value : quantile) {
      low = std::fmin(low, value);
      high = std::fmax(high, value);
    }
  return is_wide(low, high);
}

Chart multiple_chart(const PolicyMultiple& found, const std::string& name, bool open,
                     const std::vector<Spell>& recessions) {
  const HistoryPercentile history(found.multiple);
  const double floor = floor_of(found);
  const auto shown = [&](std::vector<double> values) {
    for (double& value : values)
      if (!std::isnan(value)) value = open ? std::max(value, floor) : history.of(value);
    return values;
  };
  std::vector<double> days;
  for (const auto ordinal : found.ordinal) days.push_back(last_day({found.now.frequency, ordinal}).days);
  std::vector<std::vector<double>> quantiles;
  for (const auto& quantile : found.quantile_at) quantiles.push_back(shown(quantile));
  Chart chart;
  chart.id = "multiple";
  chart.title = capitalised(name) + ", and what policy made likely";
  chart.time_axis = true;
  chart.log_y = open && is_wide(found, quantiles);
  chart.y_title = open ? "multiple" : "percentile of its history";
  chart.lines.push_back({capitalised(name), days, shown(found.multiple), ChartLine::Role::main});
  add_quantiles(chart, found, days, quantiles);
  chart.spans = recession_spans(recessions, days.front(), days.back());
  chart.alternative = fmt::format("The multiple over {} with its conditional quantiles.",
                                  months(found.ordinal.size(), found));
  return chart;
}

Chart high_water_chart(const PolicyMultiple& found) {
  Chart chart;
  chart.id = "high_water";
  chart.title = "Range of the multiple by band of the policy rate";
  chart.y_title = "multiple; the dot is the median";
  chart.range_label = "lowest to highest";
  double low = found.multiple_now, high = found.multiple_now;
  for (const auto& band : found.bands) {
    if (band.n == 0) continue;
    chart.intervals.push_back({band_name(band), band.low, band.median, band.high});
    chart.intervals.back().label = fmt::format("median {}, high {} in {}", fixed(band.median, 2),
                                               fixed(band.high, 2), period_in_words(band.high_at));
    low = std::min(low, band.low);
    high = std::max(high, band.high);
  }
  chart.log_y = is_wide(low, high);
  chart.rules.push_back({ChartRule::Axis::y, found.multiple_now, "now " + fixed(found.multiple_now, 2)});
  chart.alternative = fmt::format("{} of the policy rate with lowest, median and highest multiple.",
                                  count_of(chart.intervals.size(), "band"));
  return chart;
}

// A title, with its formula in parentheses where that says more.
std::string with_formula(const std::string& words, const SeriesUse& use) {
  return is_plain_name(use.formula) ? words : fmt::format("{} ({})", words, use.formula);
}

std::string title_or(const SeriesUse& use, const SectionContext& context, const char* otherwise) {
  const auto& title = context.input(use).title;
  return with_formula(title == use.formula ? otherwise : title, use);
}

std::vector<Fact> facts_of(const PolicyMultiple& found, const PolicyMultipleRequest& request,
                           const SectionContext& context) {
  std::vector<Fact> facts = {{"Multiple", title_or(request.multiple, context, "the multiple")},
                             {"Policy rate", title_or(request.funds_rate, context, "the policy rate")}};
  if (request.balance_sheet)
    facts.push_back({"Balance sheet", title_or(*request.balance_sheet, context, "its growth over a year") +
                                          ": it grows when above zero"});
  const auto period = [&](std::int32_t ordinal) { return period_in_words({found.now.frequency, ordinal}); };
  facts.push_back({"Sample", fmt::format("{}, {} to {}", months(found.ordinal.size(), found),
                                         period(found.ordinal.front()), period(found.ordinal.back()))});
  if (!found.reratings.empty())
    facts.push_back(
        {"Largest rises",
         "of the multiple over a year, not of the price: a fundamental that falls faster than the "
         "price raises it, too"});
  if (!found.fits.empty()) facts.push_back({"Errors of the quantiles", found.fits.front().errors.name});
  if (falls_below_floor(found))
    facts.push_back({"Chart", fmt::format("percentiles below {}, half the lowest multiple, are drawn there",
                                          fixed(floor_of(found), 2))});
  for (const auto& words : found.words) facts.push_back({"Note", words});
  return facts;
}

}  // namespace

Section policy_multiple_section(const std::string& id, const std::string& title,
                                const PolicyMultipleRequest& request, const SectionContext& context) {
  const auto found = run(id, request, context);
  const auto& multiple = context.input(request.multiple);
  bool open = multiple.redistribute && context.input(request.funds_rate).redistribute;
  if (request.balance_sheet) open = open && context.input(*request.balance_sheet).redistribute;
  Section section;
  section.id = id;
  section.kind = "policy_multiple";
  section.title = title;
  const auto name = multiple_name(request, context);
  section.headline = headline(found, name);
  section.facts = facts_of(found, request, context);
  section.numbers = numbers_of(found, request);
  section.tables = {bands_table(found), quantiles_table(found), reratings_table(found)};
  section.charts = {multiple_chart(found, name, open, context.recessions), high_water_chart(found)};
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
