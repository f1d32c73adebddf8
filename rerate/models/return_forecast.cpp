#include "rerate/models/return_forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/estimation_sample.h"
#include "rerate/models/estimation_words.h"
#include "rerate/models/periods_a_year.h"
#include "rerate/regression/rolling_regression.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kIntervalShare = 0.95;  // of a two-sided 90% interval

void check_question(const ReturnForecastQuestion& question) {
  const auto complain = [&](ErrorCode code, std::string what) {
    refuse(code, std::move(what), {}, question.place);
  };
  const auto& price = *question.price;
  if (!is_regular(price.type.frequency))
    complain(ErrorCode::event_frequency,
             fmt::format("returns are forecast by month, quarter or year, but `{}` is {}", price.name,
                         to_string(price.type.frequency)));
  for (const auto* listed : {&question.predictors, &question.other_predictors})
    for (const auto* predictor : *listed)
      if (predictor->type.frequency != price.type.frequency)
        complain(ErrorCode::event_frequency,
                 fmt::format("the price is {}, but `{}` is {}", to_string(price.type.frequency),
                             predictor->name, to_string(predictor->type.frequency)));
  if (question.predictors.empty())
    complain(ErrorCode::regression_settings, "a return forecast needs at least one predictor");
  if (question.horizon < 1)
    complain(ErrorCode::regression_settings,
             fmt::format("the horizon must be at least one period, but is {}", question.horizon));
  const auto most = std::max(question.predictors.size(), question.other_predictors.size());
  const auto least = static_cast<Index>(most) + 3;
  if (question.first_window < least)
    complain(ErrorCode::regression_settings,
             fmt::format("`first_window` must hold at least {} pairs for {} predictors, but holds {}", least,
                         most, question.first_window));
}

// What a reader at the end of `now` had before him: the newest figure published by then, no more than a year old.
double known_figure(const Series& series, Period now) {
  const Date today = last_day(now);
  const auto oldest = now.ordinal - periods_a_year(now.frequency);
  for (auto at = series.find_at_or_before(now.ordinal); at && series.ordinal[*at] >= oldest;
       at = *at > 0 ? std::optional(*at - 1) : std::nullopt)
    if (!std::isnan(series.value[*at]) && series.first_known(*at) <= today) return series.value[*at];
  return kMissing;
}

// A predictor as it was read at the end of every period of the price.
struct ReadPredictor {
  std::string name;
  std::vector<double> figure;
};

std::vector<ReadPredictor> read_predictors(const Series& price, const std::vector<const Series*>& predictors,
                                           const std::vector<std::string>& names) {
  RERATE_ASSERT(predictors.size() == names.size(), "a name for every predictor");
  std::vector<ReadPredictor> read;
  for (std::size_t i = 0; i < predictors.size(); ++i) {
    ReadPredictor one{names[i], {}};
    for (std::size_t row = 0; row < price.size(); ++row)
      one.figure.push_back(known_figure(*predictors[i], price.period(row)));
    read.push_back(std::move(one));
  }
  return read;
}

// Rows without holes of both models: the same dates for all that is compared.
struct ForecastSample {
  Stretch stretch;                 // rows of the price
  std::vector<double> log_price;   // 100 ln P
  std::vector<double> one_period;  // r_t, 0 in row 0
  Vector y;                        // T - h returns over the horizon
  std::vector<Index>
      pairs_known;      // by row: how many of the first pairs were complete and known by its last day
  Design model, other;  // T rows each; `other` without columns when there is none
};

Design design_of(const std::vector<ReadPredictor>& read, const Stretch& stretch) {
  Design design = constant_design(stretch.rows());
  for (const auto& one : read)
    design.append(one.name, Eigen::Map<const Vector>(one.figure.data() + stretch.first, stretch.rows()));
  return design;
}

void check_prices(const ReturnForecastQuestion& question) {
  const auto& price = *question.price;
  for (std::size_t row = 0; row < price.size(); ++row)
    if (price.value[row] <= 0 || std::isinf(price.value[row]))
      refuse(ErrorCode::event_prices,
             fmt::format("`{}` must be above zero and finite, but is {} in {}", price.name, price.value[row],
                         to_string(price.period(row))),
             {}, question.place);
}

// Which series cost the most rows at the beginning.
std::string begins_last(const Series& price, const std::vector<ReadPredictor>& read) {
  std::string name = price.name;
  const auto first_in = [](const std::vector<double>& values) {
    return std::find_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }) -
           values.begin();
  };
  auto latest = first_in(price.value);
  for (const auto& one : read)
    if (const auto first = first_in(one.figure); first > latest) {
      latest = first;
      name = one.name;
    }
  if (latest == static_cast<std::ptrdiff_t>(price.size()))
    return fmt::format("`{}` has no figure in the periods of the price", name);
  return fmt::format("`{}` begins last, in {}", name,
                     to_string(price.period(static_cast<std::size_t>(latest))));
}

// Pairs count as known from the first on: a price that came late holds back the pairs after it.
std::vector<Index> count_known_pairs(const Series& price, const Stretch& stretch, Index horizon) {
  std::vector<Index> known;
  Index pairs = 0;
  for (Index row = 0; row < stretch.rows(); ++row) {
    const Date today = last_day(price.period(static_cast<std::size_t>(stretch.first + row)));
    while (pairs + horizon <= row &&
           price.first_known(static_cast<std::size_t>(stretch.first + pairs + horizon)) <= today)
      ++pairs;
    known.push_back(pairs);
  }
  return known;
}

ForecastSample forecast_sample(const ReturnForecastQuestion& question) {
  check_prices(question);
  const auto& price = *question.price;
  auto read = read_predictors(price, question.predictors, question.names);
  const auto other = read_predictors(price, question.other_predictors, question.other_names);
  ForecastSample sample;
  std::vector<bool> complete(price.size());
  for (std::size_t row = 0; row < price.size(); ++row) {
    const auto has = [row](auto& one) { return !std::isnan(one.figure[row]); };
    complete[row] = !std::isnan(price.value[row]) && std::all_of(read.begin(), read.end(), has) &&
                    std::all_of(other.begin(), other.end(), has);
  }
  sample.stretch = newest_long_stretch(complete);
  const Index rows = sample.stretch.rows(), horizon = question.horizon;
  if (rows < question.first_window + 2 * horizon) {
    auto all = read;
    all.insert(all.end(), other.begin(), other.end());
    refuse(ErrorCode::regression_too_few,
           fmt::format("no forecast can be tested: price and predictors overlap without holes in {} {}, but "
                       "{} are needed "
                       "(`first_window` and twice the horizon); {}",
                       rows, periods_in_words(price.type.frequency), question.first_window + 2 * horizon,
                       begins_last(price, all)),
           "Shorten `first_window`, or take predictors that begin earlier.", question.place);
  }
  sample.log_price.resize(static_cast<std::size_t>(rows));
  sample.one_period.assign(static_cast<std::size_t>(rows), 0.0);
  for (std::size_t row = 0; row < sample.log_price.size(); ++row) {
    sample.log_price[row] =
        100 * reproducible_log(price.value[static_cast<std::size_t>(sample.stretch.first) + row]);
    if (row > 0) sample.one_period[row] = sample.log_price[row] - sample.log_price[row - 1];
  }
  sample.y.resize(rows - horizon);
  for (Index row = 0; row < rows - horizon; ++row)
    sample.y[row] = sample.log_price[static_cast<std::size_t>(row + horizon)] -
                    sample.log_price[static_cast<std::size_t>(row)];
  sample.pairs_known = count_known_pairs(price, sample.stretch, horizon);
  sample.model = design_of(read, sample.stretch);
  if (!other.empty()) sample.other = design_of(other, sample.stretch);
  return sample;
}

// Rows at which a forecast is made and whose return is known.
std::vector<Index> forecast_rows(const ForecastSample& sample, Index first_window) {
  std::vector<Index> rows;
  for (Index row = 0; row < sample.y.size(); ++row)
    if (sample.pairs_known[static_cast<std::size_t>(row)] >= first_window) rows.push_back(row);
  return rows;
}

std::vector<double> walk_forward(const ForecastSample& sample, const Design& design,
                                 const std::vector<Index>& rows, Index first_window) {
  const auto fits = recursive_least_squares(sample.y, design.head(sample.y.size()), first_window);
  std::vector<double> predicted;
  for (const Index row : rows) {
    const Index pairs = sample.pairs_known[static_cast<std::size_t>(row)];
    predicted.push_back(fits.coefficients.row(pairs - first_window).dot(design.x.row(row)));
  }
  return predicted;
}

std::vector<double> mean_so_far(const ForecastSample& sample, const std::vector<Index>& rows) {
  std::vector<double> means;
  double sum = 0;
  Index added = 0;
  for (const Index row : rows) {
    const Index pairs = sample.pairs_known[static_cast<std::size_t>(row)];
    while (added < pairs) sum += sample.y[added++];
    means.push_back(sum / static_cast<double>(pairs));
  }
  return means;
}

std::vector<double> errors_of(const std::vector<double>& realised, const std::vector<double>& predicted) {
  std::vector<double> errors(realised.size());
  for (std::size_t i = 0; i < errors.size(); ++i) errors[i] = realised[i] - predicted[i];
  return errors;
}

RegressionTable table_of(const LongHorizonFit& fit, const Covariance& errors,
                         const ReturnForecastQuestion& question) {
  auto table = regression_table(fit.fit, errors);
  table.title = "Return forecast, OLS";
  const auto frequency = question.price->type.frequency;
  table.dependent = fmt::format(
      "return of {} over {} {}, log percent",
      question.price_title.empty() ? question.price->name : question.price_title, question.horizon,
      question.horizon == 1 ? one_period_in_words(frequency) : periods_in_words(frequency));
  return table;
}

double simple_percent(double log_percent) { return 100 * (reproducible_exp(log_percent / 100) - 1); }

void forecast_from_newest(const ReturnForecastQuestion& question, const ForecastSample& sample,
                          ReturnForecast& result) {
  const Vector x = sample.model.x.row(sample.stretch.rows() - 1).transpose();
  const auto& fit = result.fit.fit;
  const double forecast = fit.coefficients.dot(x);
  const double variance = fit.sigma * fit.sigma + x.dot(result.fit.hodrick.matrix * x);
  const double reach = normal_quantile(kIntervalShare) * std::sqrt(variance);
  result.forecast_from = question.price->period(static_cast<std::size_t>(sample.stretch.last));
  result.forecast = simple_percent(forecast);
  result.forecast_low = simple_percent(forecast - reach);
  result.forecast_high = simple_percent(forecast + reach);
}

void fit_in_sample(const ReturnForecastQuestion& question, const ForecastSample& sample,
                   ReturnForecast& result) {
  result.fit = long_horizon_regression(sample.model, sample.one_period, question.horizon);
  result.table = table_of(result.fit, result.fit.hodrick, question);
  result.others = {table_of(result.fit, result.fit.newey_west, question),
                   table_of(result.fit, result.fit.ewc, question)};
  result.r2_in_sample = result.fit.fit.r2;
  for (Index row = 0; row < sample.y.size(); ++row) {
    result.ordinal.push_back(question.price->ordinal[static_cast<std::size_t>(sample.stretch.first + row)]);
    result.fitted.push_back(result.fit.fit.fitted[row]);
  }
}

void compare_with_other(const ReturnForecastQuestion& question, const ForecastSample& sample,
                        const std::vector<Index>& rows, ReturnForecast& result) {
  const int horizon = static_cast<int>(question.horizon);
  result.other_predicted = walk_forward(sample, sample.other, rows, question.first_window);
  result.other_r2_in_sample = ols(sample.y, sample.other.head(sample.y.size())).r2;
  const auto of_mean = errors_of(result.realised, result.benchmark);
  const auto of_model = errors_of(result.realised, result.predicted);
  const auto of_other = errors_of(result.realised, result.other_predicted);
  result.other_r2_out_of_sample = out_of_sample_r2(of_mean, of_other);
  result.other_against_mean = clark_west(result.realised, result.benchmark, result.other_predicted, horizon);
  result.adds_to_other = encompassing(of_other, of_model, horizon);
  result.other_adds = encompassing(of_model, of_other, horizon);
  result.difference = diebold_mariano(of_model, of_other, horizon);
}

std::vector<std::string> in_words(const ReturnForecastQuestion& question, const ReturnForecast& result) {
  if (question.horizon == 1) return {};
  const auto apart = static_cast<double>(result.predicted.size()) / static_cast<double>(question.horizon);
  return {fmt::format("{} forecasts over {} {} are about {:.0f} that do not overlap.",
                      result.predicted.size(), question.horizon,
                      periods_in_words(question.price->type.frequency), std::floor(apart))};
}

ReturnForecast answer(const ReturnForecastQuestion& question) {
  const auto sample = forecast_sample(question);
  ReturnForecast result;
  fit_in_sample(question, sample, result);
  forecast_from_newest(question, sample, result);
  const auto rows = forecast_rows(sample, question.first_window);
  if (rows.empty())
    refuse(ErrorCode::regression_too_few,
           fmt::format("no forecast can be tested: the prices of `{}` were known too late",
                       question.price->name),
           {}, question.place);
  for (const Index row : rows) {
    result.made_at.push_back(question.price->ordinal[static_cast<std::size_t>(sample.stretch.first + row)]);
    result.realised.push_back(sample.y[row]);
  }
  result.benchmark = mean_so_far(sample, rows);
  result.predicted = walk_forward(sample, sample.model, rows, question.first_window);
  result.r2_out_of_sample = out_of_sample_r2(errors_of(result.realised, result.benchmark),
                                             errors_of(result.realised, result.predicted));
  result.against_mean =
      clark_west(result.realised, result.benchmark, result.predicted, static_cast<int>(question.horizon));
  if (!question.other_predictors.empty()) compare_with_other(question, sample, rows, result);
  result.words = in_words(question, result);
  return result;
}

}  // namespace

ReturnForecast return_forecast(const ReturnForecastQuestion& question) {
  RERATE_ASSERT(question.price, "a return forecast needs a price");
  check_question(question);
  return at_place(question.place, [&] { return answer(question); });
}

}  // namespace rerate
