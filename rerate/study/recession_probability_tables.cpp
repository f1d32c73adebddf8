#include "rerate/study/recession_probability_tables.h"

#include <fmt/format.h>

#include <limits>

#include "rerate/statistics/area_shift.h"
#include "rerate/study/recession_probability_words.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::string_view name_of(RecessionModelKind kind) {
  switch (kind) {
    case RecessionModelKind::preset: return "Published";
    case RecessionModelKind::published: return "Published sample";
    case RecessionModelKind::refit: return "Refit";
    case RecessionModelKind::other_link: return "Refit";
    case RecessionModelKind::curve_alone: return "Without premium";
    case RecessionModelKind::with_second: return "With premium";
  }
  return {};
}

// "Refit, logit".
std::string name_of(const RecessionModel& model) {
  return fmt::format("{}, {}", name_of(model.kind), model.link == Link::probit ? "probit" : "logit");
}

std::string_view name_of(RecessionForecastKind kind) {
  switch (kind) {
    case RecessionForecastKind::walk_forward: return "Walk-forward: as it could have been given";
    case RecessionForecastKind::in_sample: return "In sample: the refit knows the whole history";
    case RecessionForecastKind::preset: return "Published coefficients, which know most of the history";
    case RecessionForecastKind::second_walk_forward: return "Walk-forward with the excess bond premium";
    case RecessionForecastKind::curve_walk_forward: return "Walk-forward, curve alone, same months";
  }
  return {};
}

double coefficient(const RecessionModel& model, Index term) {
  return term < model.coefficients.size() ? model.coefficients[term] : kMissing;
}

std::string months(std::int32_t first, std::int32_t last) {
  return fmt::format("{} to {}", recession_month(first), recession_month(last));
}

// "1954-2024": the months stand in the titles of the regressions.
std::string years(std::int32_t first, std::int32_t last) {
  const auto year = [](std::int32_t month) {
    return to_string(Period{Frequency::monthly, month}).substr(0, 4);
  };
  return year(first) + "-" + year(last);
}

Table models_table(const RecessionProbability& found) {
  Table table{"models",
              "Recession probabilities by model; Brier score, AUC and McFadden's R2 in sample",
              {{"model", "", "Model", 0},
               {"alpha", "", "Constant", 3},
               {"beta", "", "Curve", 3},
               {"beta_ebp", "", "Premium", 3},
               {"n", "count", "Months", 0},
               {"sample", "", "Sample", 0},
               {"month", "", "For", 0},
               {"probability", "percent", "Probability", 1},
               {"low", "percent", "Low", 1},
               {"high", "percent", "High", 1},
               {"brier", "", "Brier", 3},
               {"auc", "", "AUC", 3},
               {"mcfadden_r2", "", "R2", 3}},
              {}};
  for (const auto& model : found.models)
    table.rows.push_back({name_of(model), number_cell(coefficient(model, 0)),
                          number_cell(coefficient(model, 1)), number_cell(coefficient(model, 2)),
                          static_cast<std::int64_t>(model.n), years(model.first, model.last),
                          recession_month(model.month), number_cell(100 * model.now.probability),
                          number_cell(100 * model.now.low), number_cell(100 * model.now.high),
                          number_cell(model.brier), number_cell(model.auc.area),
                          number_cell(model.fit ? model.fit->mcfadden_r2 : kMissing)});
  return table;
}

Table scores_table(const RecessionProbability& found) {
  Table table{"scores",
              "Forecasts against what came; errors of the AUC as if months were independent",
              {{"forecast", "", "Forecast", 0},
               {"n", "count", "Months", 0},
               {"recession_months", "count", "Of recession", 0},
               {"recessions", "count", "Recessions", 0},
               {"months", "", "From, to", 0},
               {"brier", "", "Brier", 3},
               {"base_brier", "", "Base rate's", 3},
               {"skill", "ratio", "Skill", 2},
               {"auc", "", "AUC", 3},
               {"auc_error", "", "Its error", 3}},
              {}};
  for (const auto& score : found.scores)
    table.rows.push_back({std::string(name_of(score.kind)), static_cast<std::int64_t>(score.n),
                          static_cast<std::int64_t>(score.ones), static_cast<std::int64_t>(score.spells),
                          months(score.first, score.last), number_cell(score.brier),
                          number_cell(score.base_brier), number_cell(score.skill),
                          number_cell(score.auc.area), number_cell(score.auc.std_error)});
  return table;
}

Table reliability_table(const RecessionProbability& found) {
  Table table{
      "reliability",
      "Walk-forward forecasts and the share of recession months; intervals as if months were independent",
      {{"from", "percent", "Forecasts from", 1},
       {"to", "percent", "to", 1},
       {"n", "count", "Months", 0},
       {"mean_forecast", "percent", "Mean forecast", 1},
       {"share", "percent", "Of recession", 1},
       {"low", "percent", "Low", 1},
       {"high", "percent", "High", 1}},
      {}};
  for (const auto& bin : found.reliability)
    table.rows.push_back({number_cell(100 * bin.from), number_cell(100 * bin.to),
                          static_cast<std::int64_t>(bin.n), number_cell(100 * bin.mean_forecast),
                          number_cell(100 * bin.share), number_cell(100 * bin.low),
                          number_cell(100 * bin.high)});
  return table;
}

void add_other_probabilities(const RecessionProbability& found, std::vector<Number>& numbers) {
  const auto add = [&](RecessionModelKind kind, std::string name, std::string title) {
    const auto* model = found.find(kind);
    if (!model) return;
    numbers.push_back({std::move(name), model->now.probability, "probability",
                       fmt::format("{}, {}", title, recession_month(model->month))});
  };
  add(RecessionModelKind::preset, "probability_published", "By the published coefficients");
  add(RecessionModelKind::published, "probability_published_sample", "By the fit of the published sample");
  add(RecessionModelKind::other_link, "probability_other_link", "By the other link");
  add(RecessionModelKind::with_second, "probability_ebp", "With the excess bond premium");
}

// Of the coefficient of the curve, by the errors of its regression.
double slope_p(const RecessionModel& model) {
  if (!model.fit) return kMissing;
  return model.fit->covariance.p_value(model.coefficients[1] / model.fit->covariance.std_error(1));
}

}  // namespace

std::vector<Number> recession_numbers(const RecessionProbability& found) {
  const auto& published = *found.find(RecessionModelKind::published);
  const auto& refit = *found.find(RecessionModelKind::refit);
  const auto& score = *found.find(RecessionForecastKind::walk_forward);
  std::vector<Number> numbers = {
      {"probability", refit.now.probability, "probability",
       fmt::format("Probability of recession, {}", period_in_words(found.month))},
      {"probability_low", refit.now.low, "probability", "Low end of its band"},
      {"probability_high", refit.now.high, "probability", "High end of its band"},
      {"curve", found.curve_now, "pp", fmt::format("Curve, {}", period_in_words(found.curve_month))},
      {"alpha", published.coefficients[0], "", "Constant, published sample"},
      {"beta", published.coefficients[1], "", "Coefficient of the curve, published sample"},
      {"beta_p", slope_p(published), "probability", "Its p-value (equal-weighted cosine errors)"},
      {"n", static_cast<double>(published.n), "count", "Months of the published sample"},
      {"alpha_refit", refit.coefficients[0], "", "Constant, refit on settled months"},
      {"beta_refit", refit.coefficients[1], "", "Coefficient of the curve, refit on settled months"},
      {"beta_refit_p", slope_p(refit), "probability", "Its p-value (equal-weighted cosine errors)"},
      {"n_refit", static_cast<double>(refit.n), "count", "Settled months of the refit"},
      {"spells", static_cast<double>(refit.spells), "count", "Recessions of the refit"},
      {"brier", score.brier, "", "Brier score, walk-forward"},
      {"brier_base_rate", score.base_brier, "", "Brier score of the base rate, walk-forward"},
      {"brier_skill", score.skill, "ratio", "Brier score better than the base rate's, walk-forward"},
      {"auc", score.auc.area, "", "AUC, walk-forward"},
      {"auc_error", score.auc.std_error, "", "Its error, as if months were independent (too small)"},
      {"auc_p", area_shift_p(found.walk_forward, found.outcome), "probability",
       "Its p-value against one half (exact circular shifts)"},
      {"brier_in_sample", refit.brier, "", "Brier score of the refit, in sample"},
      {"auc_in_sample", refit.auc.area, "", "AUC of the refit, in sample"}};
  add_other_probabilities(found, numbers);
  return numbers;
}

std::vector<Table> recession_tables(const RecessionProbability& found) {
  return {models_table(found), scores_table(found), reliability_table(found)};
}

std::vector<Detail> recession_details(const RecessionProbability& found, double level) {
  std::vector<Detail> details;
  for (const auto& model : found.models) {
    if (!model.fit) continue;
    auto table = model.fit->table(level);
    table.dependent = "recession";
    details.push_back(
        {fmt::format("{}, {}", name_of(model), months(model.first, model.last)), to_string(table)});
  }
  return details;
}

}  // namespace rerate
