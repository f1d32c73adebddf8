#include "rerate/models/recession_probability.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/models/estimation_sample.h"
#include "rerate/models/walk_forward_parts.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::int32_t kEver = std::numeric_limits<std::int32_t>::max();
constexpr Index kLeastMonths = 24;
constexpr int kMostBins = 8, kLeastPerBin = 10;

const std::vector<RecessionPreset>& presets() {
  static const std::vector<RecessionPreset> known = {
      {"ny_fed",
       "New York Fed, \"The Yield Curve as a Leading Indicator\" (Estrella and Mishkin 1996, Estrella and "
       "Trubin "
       "2006): monthly figures, January 1960 to December 2009",
       Link::probit, 12, -0.5333, -0.6330}};
  return known;
}

std::string month_text(std::int32_t month) { return to_string(Period{Frequency::monthly, month}); }

void check_question(const RecessionQuestion& question) {
  if (question.horizon < 1 || question.horizon > kLongestRecessionHorizon)
    refuse(ErrorCode::event_horizon,
           fmt::format("the horizon must be 1 to {} months, but is {}", kLongestRecessionHorizon,
                       question.horizon),
           {}, question.places.horizon);
  if (question.preset && question.preset->horizon != question.horizon)
    refuse(ErrorCode::recession_preset,
           fmt::format("the coefficients of `{}` are for a horizon of {} months, but `horizon` is {}",
                       question.preset->id, question.preset->horizon, question.horizon),
           "Take that horizon, or say preset = \"none\".", question.places.preset);
}

RecessionSample sample_of(const RecessionQuestion& question, const Series* second) {
  return recession_sample(
      {question.curve, question.recession, second, question.second_name, question.horizon, question.as_of});
}

// A state that is settled before the curve is known needs no forecast.
void check_ahead(const RecessionQuestion& question, const RecessionSample& sample, const Place& place) {
  for (std::size_t row = 0; row < sample.size(); ++row)
    if (sample.is_settled(row) && sample.rows.outcome_known_at[row] < sample.rows.decided_at[row])
      refuse(ErrorCode::event_horizon,
             fmt::format(
                 "nothing to forecast: the state of {} was known on {}, what should forecast it {} months "
                 "ahead on {}",
                 month_text(sample.month[row]), to_string(sample.rows.outcome_known_at[row]),
                 question.horizon, to_string(sample.rows.decided_at[row])),
             "Take a longer horizon.", place);
}

void check_rows(const SettledRows& rows, const std::string& what, const Place& place) {
  const auto ones = static_cast<Index>(rows.outcome.sum());
  if (rows.n() < kLeastMonths)
    refuse(ErrorCode::recession_sample,
           fmt::format("{}: {} months have figures and a settled state, but at least {} are needed", what,
                       rows.n(), kLeastMonths),
           {}, place);
  if (ones == 0 || ones == rows.n())
    refuse(ErrorCode::recession_sample,
           fmt::format("{}: {} of {} months are recession, but both states are needed", what,
                       ones == 0 ? "none" : "all", rows.n()),
           {}, place);
}

// The settled months of a sample, and what a model made of them says.
struct Task {
  RecessionModelKind kind;
  Link link;
  const RecessionSample& sample;
  SettledRows rows;
};

void describe_rows(const Task& task, RecessionModel& model) {
  std::vector<std::int32_t> month;
  for (const auto row : task.rows.row) month.push_back(task.sample.month[row]);
  model.first = month.front();
  model.last = month.back();
  model.n = task.rows.n();
  model.ones = static_cast<Index>(task.rows.outcome.sum());
  model.spells = spells_among(month, {task.rows.outcome.data(), task.rows.outcome.data() + model.n});
}

void score_in_sample(const Vector& probability, const Vector& outcome, RecessionModel& model) {
  const auto n = static_cast<std::size_t>(outcome.size());
  model.brier = brier_score({probability.data(), n}, {outcome.data(), n});
  model.auc = area_under_curve({probability.data(), n}, {outcome.data(), n});
}

RecessionModel fitted(const Task& task, const RecessionQuestion& question, const Place& place) {
  RecessionModel model;
  model.kind = task.kind;
  model.link = task.link;
  describe_rows(task, model);
  model.fit = at_place(place, [&] {
    return binary_choice(task.rows.outcome, task.rows.design, {.link = task.link, .errors = question.errors});
  });
  model.coefficients = model.fit->coefficients;
  model.month = task.sample.month.back();
  model.now = at_place(place, [&] {
    return predicted_probability(
        *model.fit, task.sample.rows.x.row(task.sample.rows.x.rows() - 1).transpose(), question.level);
  });
  score_in_sample(model.fit->probability, task.rows.outcome, model);
  return model;
}

double at_preset(const RecessionPreset& preset, double curve) {
  return link_probability(preset.link, preset.alpha + preset.beta * curve);
}

RecessionModel of_preset(const RecessionPreset& preset, const RecessionSample& sample,
                         const SettledRows& rows) {
  RecessionModel model;
  model.kind = RecessionModelKind::preset;
  model.link = preset.link;
  model.coefficients = Vector(2);
  model.coefficients << preset.alpha, preset.beta;
  describe_rows({model.kind, preset.link, sample, rows}, model);
  Vector probability(rows.n());
  for (Index i = 0; i < rows.n(); ++i) probability[i] = at_preset(preset, rows.design.x(i, 1));
  score_in_sample(probability, rows.outcome, model);
  model.month = sample.month.back();
  model.now = {at_preset(preset, sample.rows.x(sample.rows.x.rows() - 1, 1)), kMissing, kMissing};
  return model;
}

// What the published sample still holds of the months known at the as-of date.
SettledRows published_rows(const RecessionQuestion& question, const RecessionSample& sample) {
  auto rows = settled_rows(sample, question.sample_first, question.sample_last);
  check_rows(
      rows,
      fmt::format("sample {} to {}", month_text(question.sample_first), month_text(question.sample_last)),
      question.places.sample);
  return rows;
}

Link other(Link link) { return link == Link::probit ? Link::logit : Link::probit; }

void fit_curve(const RecessionQuestion& question, const RecessionSample& sample,
               RecessionProbability& result) {
  const auto& places = question.places;
  auto all = settled_rows(sample, -kEver, kEver);
  check_rows(all, "curve and recessions", places.curve);
  if (question.preset) result.models.push_back(of_preset(*question.preset, sample, all));
  // First the refit: what cannot be estimated at all is told of the curve, not of the published sample.
  auto refit = fitted({RecessionModelKind::refit, question.link, sample, all}, question, places.curve);
  result.models.push_back(
      fitted({RecessionModelKind::published, question.link, sample, published_rows(question, sample)},
             question, places.sample));
  result.models.push_back(std::move(refit));
  result.models.push_back(
      fitted({RecessionModelKind::other_link, other(question.link), sample, std::move(all)}, question,
             places.curve));
}

void fit_second(const RecessionQuestion& question, const RecessionSample& sample,
                RecessionProbability& result) {
  auto rows = settled_rows(sample, -kEver, kEver);
  check_rows(rows, fmt::format("curve, `{}` and recessions", question.second_name), question.places.second);
  auto alone = rows;
  alone.design.x.conservativeResize(Eigen::NoChange, 2);
  alone.design.names.resize(2);
  auto narrow = sample;
  narrow.rows.x.conservativeResize(Eigen::NoChange, 2);
  narrow.rows.names.resize(2);
  result.models.push_back(fitted({RecessionModelKind::curve_alone, question.link, narrow, std::move(alone)},
                                 question, question.places.second));
  result.models.push_back(fitted({RecessionModelKind::with_second, question.link, sample, std::move(rows)},
                                 question, question.places.second));
}

// Probabilities given at a row's decision and what came, for the rows where both are known.
class Comparison {
 public:
  explicit Comparison(const RecessionSample& sample, const WalkForwardProbabilities& forecast) {
    for (std::size_t row = 0; row < sample.size(); ++row) {
      if (std::isnan(forecast.probability[row]) || !sample.is_settled(row)) continue;
      rows_.push_back(row);
      month_.push_back(sample.month[row]);
      outcome_.push_back(sample.rows.outcome[row]);
      base_.push_back(forecast.base_rate[row]);
    }
  }

  bool empty() const { return rows_.empty(); }
  const std::vector<std::size_t>& rows() const { return rows_; }
  const std::vector<std::int32_t>& months() const { return month_; }
  const std::vector<double>& outcome() const { return outcome_; }

  // `probability` by row of the comparison.
  RecessionScore score(RecessionForecastKind kind, const std::vector<double>& probability) const {
    RecessionScore score;
    score.kind = kind;
    score.n = static_cast<Index>(rows_.size());
    score.ones = static_cast<Index>(std::count(outcome_.begin(), outcome_.end(), 1.0));
    score.spells = spells_among(month_, outcome_);
    score.first = month_.front();
    score.last = month_.back();
    score.brier = brier_score(probability, outcome_);
    score.base_brier = brier_score(base_, outcome_);
    score.skill = score.base_brier > 0 ? 1 - score.brier / score.base_brier : kMissing;
    score.auc = area_under_curve(probability, outcome_);
    return score;
  }

 private:
  std::vector<std::size_t> rows_;
  std::vector<std::int32_t> month_;
  std::vector<double> outcome_, base_;
};

// The figures of `all` at these rows.
std::vector<double> picked(const std::vector<double>& all, const std::vector<std::size_t>& rows) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const auto row : rows) values.push_back(all[row]);
  return values;
}

WalkForwardKey key_of(const WalkForwardRows& rows, const WalkForwardSettings& settings) {
  const auto& [x, names, outcome, decided_at, outcome_known_at] = rows;
  const auto& [link, first_window, refit_every] = settings;
  WalkForwardKey key{link, first_window, refit_every,     names, {x.data(), x.data() + x.size()},
                     {},   decided_at,   outcome_known_at};
  for (const double one : outcome) key.outcome.push_back(std::bit_cast<std::uint64_t>(one));
  return key;
}

WalkForwardProbabilities walk(const RecessionQuestion& question, const RecessionSample& sample,
                              SharedWalks* shared, const Place& place) {
  const WalkForwardSettings settings{question.link, question.first_window, question.refit_every};
  const auto make = [&] { return walk_forward_probabilities(sample.rows, settings); };
  return at_place(place,
                  [&] { return shared ? *shared->part(key_of(sample.rows, settings), make) : make(); });
}

std::vector<ReliabilityBin> bins_of(const std::vector<double>& probability,
                                    const std::vector<double>& outcome) {
  const auto room = static_cast<int>(outcome.size()) / kLeastPerBin;
  return reliability(probability, outcome, std::clamp(room, 1, kMostBins));
}

void score_curve(const RecessionQuestion& question, const RecessionSample& sample,
                 const WalkForwardProbabilities& forecast, RecessionProbability& result) {
  const Comparison comparison(sample, forecast);
  if (comparison.empty())
    refuse(ErrorCode::recession_window,
           fmt::format(
               "no walk-forward forecast can be compared with what came: the first fit needs {} settled "
               "months, and {} are settled at the as-of date; the months forecast after it must settle, too",
               question.first_window, result.find(RecessionModelKind::refit)->n),
           {}, question.places.first_window);
  const auto& rows = comparison.rows();
  const auto given = picked(forecast.probability, rows);
  result.scores.push_back(comparison.score(RecessionForecastKind::walk_forward, given));
  result.reliability = bins_of(given, comparison.outcome());
  std::vector<double> inside, preset;
  for (const auto row : rows) {
    inside.push_back(result.path[row].probability);
    if (question.preset)
      preset.push_back(at_preset(*question.preset, sample.rows.x(static_cast<Index>(row), 1)));
  }
  result.scores.push_back(comparison.score(RecessionForecastKind::in_sample, inside));
  if (question.preset) result.scores.push_back(comparison.score(RecessionForecastKind::preset, preset));
}

void walk_curve(const RecessionQuestion& question, const RecessionSample& sample, SharedWalks* shared,
                RecessionProbability& result) {
  const auto forecast = walk(question, sample, shared, question.places.first_window);
  result.path =
      predicted_probabilities(*result.find(RecessionModelKind::refit)->fit, sample.rows.x, question.level);
  score_curve(question, sample, forecast, result);
  result.walk_forward = forecast.probability;
  result.fits = forecast.fits;
  result.unfittable = forecast.unfittable;
  result.beta_low = result.beta_high = forecast.coefficients.front()[1];
  for (const auto& one : forecast.coefficients) {
    result.beta_low = std::min(result.beta_low, one[1]);
    result.beta_high = std::max(result.beta_high, one[1]);
  }
}

// What the curve alone gave for that month at the time; NaN when nothing yet.
double curve_gave(const RecessionProbability& result, std::int32_t month) {
  const auto at = std::lower_bound(result.ordinal.begin(), result.ordinal.end(), month);
  return result.walk_forward[static_cast<std::size_t>(at - result.ordinal.begin())];
}

// The second regressor against the curve alone on the same months, both as they could have been given.
void walk_second(const RecessionQuestion& question, const RecessionSample& sample, SharedWalks* shared,
                 RecessionProbability& result) {
  auto forecast = walk(question, sample, shared, question.places.second);
  for (std::size_t row = 0; row < sample.size(); ++row)
    if (std::isnan(curve_gave(result, sample.month[row]))) forecast.probability[row] = kMissing;
  const Comparison comparison(sample, forecast);
  if (comparison.empty()) {
    result.left_out = fmt::format(
        "With `{}` no walk-forward forecast can be scored yet: its history is too short for a first window "
        "of "
        "{} months.",
        question.second_name, question.first_window);
    return;
  }
  std::vector<double> alone;
  for (const auto month : comparison.months()) alone.push_back(curve_gave(result, month));
  result.scores.push_back(comparison.score(RecessionForecastKind::second_walk_forward,
                                           picked(forecast.probability, comparison.rows())));
  result.scores.push_back(comparison.score(RecessionForecastKind::curve_walk_forward, alone));
}

void describe_now(const RecessionQuestion& question, const RecessionSample& sample,
                  RecessionProbability& result) {
  const std::size_t newest = sample.size() - 1;
  result.month = sample.period(newest);
  result.curve_month = {Frequency::monthly, sample.month[newest] - question.horizon};
  result.curve_now = sample.rows.x(sample.rows.x.rows() - 1, 1);
  result.known = question.curve->first_known(*question.curve->find(result.curve_month.ordinal));
  result.ordinal = sample.month;
  result.outcome = sample.rows.outcome;
}

void describe_open_months(const RecessionQuestion& question, const RecessionSample& sample,
                          RecessionProbability& result) {
  std::size_t last = 0;
  for (std::size_t row = 0; row < sample.size(); ++row)
    if (sample.is_settled(row)) last = row;
  result.settled_until = sample.month[last];
  const auto& recession = *question.recession;
  for (std::size_t row = last + 1; row < sample.size(); ++row)
    result.open_months += recession.find(sample.month[row]).has_value();
  for (std::size_t i = recession.size(); i-- > 0;)
    if (!std::isnan(recession.value[i])) {
      result.in_recession = recession.value[i] == 1;
      break;
    }
}

RecessionProbability answer(const RecessionQuestion& question, SharedWalks* shared) {
  const auto sample = at_place(question.places.curve, [&] { return sample_of(question, nullptr); });
  RecessionProbability result;
  fit_curve(question, sample, result);
  check_ahead(question, sample, question.places.horizon);
  describe_now(question, sample, result);
  describe_open_months(question, sample, result);
  walk_curve(question, sample, shared, result);
  if (!question.second) return result;
  const auto both = at_place(question.places.second, [&] { return sample_of(question, question.second); });
  fit_second(question, both, result);
  check_ahead(question, both, question.places.second);
  walk_second(question, both, shared, result);
  return result;
}

RecessionProbability checked_answer(const RecessionQuestion& question, SharedWalks* shared) {
  RERATE_ASSERT(question.curve && question.recession, "a curve and an indicator of recessions");
  return at_place(question.places.section, [&] {
    check_question(question);
    return answer(question, shared);
  });
}

}  // namespace

const RecessionPreset* find_recession_preset(const std::string& id) {
  const auto& known = presets();
  const auto found = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.id == id; });
  return found == known.end() ? nullptr : &*found;
}

std::vector<std::string> recession_preset_ids() {
  std::vector<std::string> ids;
  for (const auto& one : presets()) ids.push_back(one.id);
  return ids;
}

const RecessionModel* RecessionProbability::find(RecessionModelKind kind) const {
  const auto found =
      std::find_if(models.begin(), models.end(), [&](const auto& one) { return one.kind == kind; });
  return found == models.end() ? nullptr : &*found;
}

const RecessionScore* RecessionProbability::find(RecessionForecastKind kind) const {
  const auto found =
      std::find_if(scores.begin(), scores.end(), [&](const auto& one) { return one.kind == kind; });
  return found == scores.end() ? nullptr : &*found;
}

RecessionProbability recession_probability(const RecessionQuestion& question) {
  return checked_answer(question, nullptr);
}

RecessionProbability recession_probability(const RecessionQuestion& question, SharedWalks& shared) {
  return checked_answer(question, &shared);
}

}  // namespace rerate
