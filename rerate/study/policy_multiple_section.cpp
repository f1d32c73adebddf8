#include "rerate/study/policy_multiple_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_tables.h"
#include "rerate/study/history_percentile.h"
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
  if (!std::isfinite(band.from)) return "below " + shortest(band.to) + "%";
  if (!std::isfinite(band.to)) return shortest(band.from) + "% and more";
  return fmt::format("{}% to {}%", shortest(band.from), shortest(band.to));
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

std::string headline(const PolicyMultiple& found) {
  const auto* band = band_of(found.bands, found.rate_now);
  auto text = fmt::format("The multiple is {} with the policy rate at {}%", fixed(found.multiple_now, 2),
                          fixed(found.rate_now, 2));
  if (band && std::isfinite(found.share_now))
    text += fmt::format(", above {}% of the {} with rates {}", fixed(100 * found.share_now, 0),
                        count_of(static_cast<std::size_t>(band->n), "figure"), band_name(*band));
  text += ".";
  if (const auto* high = highest(found.bands, true))
    text += fmt::format(" Its high outside the lowest band is {} in {}, at {}%.", fixed(high->high, 2),
                        to_string(high->high_at), fixed(high->rate_at_high, 2));
  const auto told = static_cast<std::size_t>(
      std::count_if(found.reratings.begin(), found.reratings.end(),
                    [](const PolicyMultiple::Rerating& one) { return one.growing.has_value(); }));
  const auto growing = static_cast<std::size_t>(
      std::count_if(found.reratings.begin(), found.reratings.end(),
                    [](const PolicyMultiple::Rerating& one) { return one.growing.value_or(false); }));
  if (told > 0)
    text +=
        fmt::format(" In {} of the {} largest reratings with a known balance sheet, it grew.", growing, told);
  return text;
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
              "Largest reratings over a year",
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

// Rows of the found multiple on which the quantiles were fitted: those on which the balance sheet has a figure, too.
std::vector<std::size_t> fitted_rows(const PolicyMultiple& found, const Series* balance_sheet) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < found.ordinal.size(); ++i) {
    const auto at = balance_sheet ? balance_sheet->find(found.ordinal[i]) : std::nullopt;
    if (!balance_sheet || (at && !std::isnan(balance_sheet->value[*at]))) rows.push_back(i);
  }
  return rows;
}

// What the policy of each date made likely: the figure less the fit's residual. Empty when rows and fit do not agree.
std::vector<double> fitted_values(const PolicyMultiple& found, const QuantileFit& fit,
                                  const std::vector<std::size_t>& rows) {
  if (fit.residuals.size() != static_cast<Index>(rows.size())) return {};
  std::vector<double> values(found.multiple.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < rows.size(); ++i)
    values[rows[i]] = found.multiple[rows[i]] - fit.residuals[static_cast<Index>(i)];
  return values;
}

// The multiple between its lowest and highest conditional quantile, with the others as lines.
Chart multiple_chart(const PolicyMultiple& found, const SeriesInput& multiple, const Series* balance_sheet,
                     bool open, const std::vector<Spell>& recessions) {
  const HistoryPercentile history(found.multiple);
  const auto shown = [&](std::vector<double> values) {
    if (!open)
      for (double& value : values) value = history.of(value);
    return values;
  };
  std::vector<double> days;
  for (const auto ordinal : found.ordinal)
    days.push_back(last_day({multiple.series.type.frequency, ordinal}).days);
  Chart chart;
  chart.id = "multiple";
  chart.title = capitalised(multiple.title) + ", and what policy made likely";
  chart.time_axis = true;
  chart.y_title = open ? "multiple" : "percentile of its history";
  chart.lines.push_back({capitalised(multiple.title), days, shown(found.multiple), ChartLine::Role::main});
  auto rows = fitted_rows(found, balance_sheet);
  // A balance sheet that only ever grew is left out of the fit, and with it its gaps.
  if (!found.fits.empty() && found.fits.front().residuals.size() != static_cast<Index>(rows.size()))
    rows = fitted_rows(found, nullptr);
  std::vector<std::vector<double>> quantiles;
  for (const auto& fit : found.fits) quantiles.push_back(shown(fitted_values(found, fit, rows)));
  if (quantiles.size() > 1 && !quantiles.front().empty())
    chart.bands.push_back(
        {fmt::format("percentiles {} to {} at that policy", percent_name(found.fits.front().share),
                     percent_name(found.fits.back().share)),
         days, quantiles.front(), quantiles.back()});
  const bool has_band = !chart.bands.empty();
  for (std::size_t i = has_band ? 1 : 0; i + (has_band ? 1 : 0) < quantiles.size(); ++i)
    if (!quantiles[i].empty())
      chart.lines.push_back({fmt::format("percentile {} at that policy", percent_name(found.fits[i].share)),
                             days, quantiles[i], ChartLine::Role::reference});
  if (!days.empty()) chart.spans = recession_spans(recessions, days.front(), days.back());
  chart.alternative = fmt::format("The multiple over {} with its conditional quantiles.",
                                  count_of(found.ordinal.size(), "period"));
  return chart;
}

Chart high_water_chart(const PolicyMultiple& found) {
  Chart chart;
  chart.id = "high_water";
  chart.title = "Range of the multiple by band of the policy rate";
  chart.y_title = "multiple";
  for (const auto& band : found.bands)
    if (band.n > 0)
      chart.intervals.push_back({band_name(band), band.low, band.median, band.high,
                                 fmt::format("high {} in {}", fixed(band.high, 2), to_string(band.high_at))});
  chart.rules.push_back({ChartRule::Axis::y, found.multiple_now, "now " + fixed(found.multiple_now, 2)});
  chart.alternative = fmt::format("{} of the policy rate with lowest, median and highest multiple.",
                                  count_of(chart.intervals.size(), "band"));
  return chart;
}

std::vector<Fact> facts_of(const PolicyMultiple& found, const PolicyMultipleRequest& request,
                           const SectionContext& context) {
  const auto& multiple = context.input(request.multiple);
  std::vector<Fact> facts = {{"Multiple", multiple.title},
                             {"Policy rate", context.input(request.funds_rate).title}};
  if (request.balance_sheet)
    facts.push_back(
        {"Balance sheet", "growing when above zero: " + context.input(*request.balance_sheet).title});
  if (!found.ordinal.empty()) {
    const auto period = [&](std::int32_t ordinal) {
      return to_string(Period{multiple.series.type.frequency, ordinal});
    };
    facts.push_back({"Sample", fmt::format("{}, {} to {}", count_of(found.ordinal.size(), "figure"),
                                           period(found.ordinal.front()), period(found.ordinal.back()))});
  }
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
  section.headline = headline(found);
  section.facts = facts_of(found, request, context);
  section.numbers = numbers_of(found, request);
  section.tables = {bands_table(found), quantiles_table(found), reratings_table(found)};
  const auto* balance_sheet = request.balance_sheet ? &context.input(*request.balance_sheet).series : nullptr;
  section.charts = {multiple_chart(found, multiple, balance_sheet, open, context.recessions),
                    high_water_chart(found)};
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
