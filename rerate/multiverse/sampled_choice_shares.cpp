#include "rerate/multiverse/sampled_choice_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/multiverse/option_walk.h"

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostRounds = 200;

// Numbers about their mean, and the options they belong to: squares of sums must not drown in a far-off mean.
struct Sample {
  std::vector<double> away;
  std::vector<std::vector<std::uint32_t>> option;  // by choice, then number
  double mean = kNone, squares = 0, largest = 0;
};

Sample take(const Lattice& lattice, const LatticeValues& given) {
  Sample sample;
  sample.option.resize(lattice.choices().size());
  OptionWalk walk(lattice);
  double sum = 0;
  for (std::size_t at = 0; at < given.values.size(); ++at) {
    const double value = given.values[at];
    if (std::isnan(value)) continue;
    sum += value;
    sample.largest = std::max(sample.largest, std::fabs(value));
    sample.away.push_back(value);
    const auto options = walk.at(given.definitions[at]);
    for (std::size_t i = 0; i < options.size(); ++i) sample.option[i].push_back(options[i]);
  }
  if (sample.away.empty()) return sample;
  sample.mean = sum / static_cast<double>(sample.away.size());
  for (auto& away : sample.away) {
    away -= sample.mean;
    sample.squares += away * away;
  }
  return sample;
}

using Effects = std::vector<std::vector<double>>;  // by choice and option

std::vector<double> means_by_option(const std::vector<double>& numbers,
                                    const std::vector<std::uint32_t>& option,
                                    const std::vector<std::size_t>& counts) {
  std::vector<double> means(counts.size(), 0.0);
  for (std::size_t at = 0; at < numbers.size(); ++at) means[option[at]] += numbers[at];
  for (std::size_t o = 0; o < means.size(); ++o)
    means[o] = counts[o] > 0 ? means[o] / static_cast<double>(counts[o]) : kNone;
  return means;
}

double weighted_squares(const std::vector<double>& effects, const std::vector<std::size_t>& counts) {
  double squares = 0;
  for (std::size_t o = 0; o < effects.size(); ++o)
    if (counts[o] > 0) squares += static_cast<double>(counts[o]) * effects[o] * effects[o];
  return squares;
}

struct Fit {
  Effects effects;
  double rest = 0;  // squares of it
};

// One choice after another takes up what its options explain of the rest, until a round takes up nothing.
Fit fit_side_by_side(const Sample& sample, const std::vector<std::vector<std::size_t>>& counts) {
  Fit fit;
  for (const auto& of_choice : counts) fit.effects.emplace_back(of_choice.size(), 0.0);
  auto rest = sample.away;
  for (int round = 0; round < kMostRounds; ++round) {
    double taken = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const auto more = means_by_option(rest, sample.option[i], counts[i]);
      taken = std::max(taken, weighted_squares(more, counts[i]));
      for (std::size_t at = 0; at < rest.size(); ++at) rest[at] -= more[sample.option[i][at]];
      for (std::size_t o = 0; o < more.size(); ++o) fit.effects[i][o] += more[o];
    }
    if (taken <= 1e-20 * sample.squares) break;
  }
  for (const double one : rest) fit.rest += one * one;
  return fit;
}

std::size_t occurring(const std::vector<std::size_t>& counts) {
  return static_cast<std::size_t>(std::count_if(counts.begin(), counts.end(), [](auto n) { return n > 0; }));
}

void share_out(const Fit& fit, double squares, double noise_each, SampledChoiceShares& shares) {
  for (std::size_t i = 0; i < fit.effects.size(); ++i) {
    const auto& counts = shares.option_count[i];
    const auto free = static_cast<double>(occurring(counts) - 1);
    const double noise = free * noise_each;
    shares.noise[i] = noise / squares;
    shares.first_order[i] =
        std::clamp((weighted_squares(fit.effects[i], counts) - noise) / squares, 0.0, 1.0);
  }
  shares.option_effect = fit.effects;
}

void lay_out(const Lattice& lattice, const Sample& sample, SampledChoiceShares& shares) {
  for (std::size_t i = 0; i < lattice.choices().size(); ++i) {
    auto& counts = shares.option_count.emplace_back(lattice.choices()[i].options.size(), 0);
    for (const auto option : sample.option[i]) ++counts[option];
    auto& means = shares.option_mean.emplace_back(means_by_option(sample.away, sample.option[i], counts));
    for (auto& mean : means) mean += sample.mean;
    shares.option_effect.emplace_back(counts.size(), kNone);
  }
  shares.first_order.assign(lattice.choices().size(), kNone);
  shares.noise.assign(lattice.choices().size(), kNone);
}

}  // namespace

SampledChoiceShares sampled_choice_shares(const Lattice& lattice, const LatticeValues& given) {
  own_place(lattice, given);
  const auto sample = take(lattice, given);
  SampledChoiceShares shares;
  shares.definitions = sample.away.size();
  shares.mean = sample.mean;
  const auto count = static_cast<double>(shares.definitions);
  shares.variance = shares.definitions > 0 ? sample.squares / count : kNone;
  lay_out(lattice, sample, shares);
  const bool varies = shares.variance > 0 && std::sqrt(shares.variance) > 1e-12 * sample.largest;
  if (!varies) return shares;

  if (given.definitions.size() == *lattice.size()) {
    Fit plain;
    for (std::size_t i = 0; i < shares.option_count.size(); ++i)
      plain.effects.push_back(means_by_option(sample.away, sample.option[i], shares.option_count[i]));
    share_out(plain, sample.squares, 0, shares);
    return shares;
  }
  std::size_t fitted = 1;
  for (const auto& counts : shares.option_count) fitted += occurring(counts) - 1;
  if (shares.definitions <= fitted) return shares;
  const auto fit = fit_side_by_side(sample, shares.option_count);
  const double unseen =
      1 - static_cast<double>(given.definitions.size()) / static_cast<double>(*lattice.size());
  share_out(fit, sample.squares, unseen * fit.rest / static_cast<double>(shares.definitions - fitted),
            shares);
  return shares;
}

}  // namespace rerate
