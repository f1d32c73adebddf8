#include "rerate/multiverse/lattice.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_set>

#include "rerate/base/error.h"
#include "rerate/base/number_text.h"
#include "rerate/multiverse/choice_words.h"
#include "rerate/multiverse/sobol_points.h"

namespace rerate {
namespace {

std::string with_commas(std::uint64_t number) {
  auto text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), 1, ',');
  return text;
}

// Options are in words: 47.5, "> 50", "<= 48"; nothing of "threshold".
std::optional<double> level_of(std::string_view option) {
  if (option.starts_with('<') || option.starts_with('>'))
    option.remove_prefix(option.substr(1).starts_with('=') ? 2 : 1);
  while (option.starts_with(' ')) option.remove_prefix(1);
  return parse_number(option);
}

// Among options that lie on no scale together some may be levels: their steps are those between them, and any other word is one such step
// away.
double steps_off_scale(const LatticeChoice& choice, std::size_t option) {
  std::set<double> levels;
  for (const auto& one : choice.options)
    if (const auto level = level_of(one)) levels.insert(*level);
  if (levels.size() < 2) return 1;
  const double length = static_cast<double>(levels.size() - 1);
  const auto from = level_of(choice.options[choice.usual]), to = level_of(choice.options[option]);
  if (!from || !to) return 1 / length;
  const auto [low, high] = std::minmax(*from, *to);
  return static_cast<double>(std::distance(levels.find(low), levels.find(high))) / length;
}

}  // namespace

Lattice::Lattice(std::vector<LatticeChoice> choices) : choices_(std::move(choices)), size_(1) {
  stride_.assign(choices_.size(), 1);
  for (auto i = choices_.size(); i-- > 0;) {
    const auto count = choices_[i].options.size();
    RERATE_ASSERT(choices_[i].usual < count, "a choice without the option of the study");
    stride_[i] = size_.value_or(0);
    about_ *= static_cast<double>(count);
    if (size_) size_ = *size_ > kLargest / count ? std::nullopt : std::optional(*size_ * count);
  }
}

std::string Lattice::size_in_words() const {
  return size_ ? with_commas(*size_) : fmt::format("about {:.1e}", about_);
}

void Lattice::options(std::uint64_t definition, std::span<std::uint32_t> out) const {
  RERATE_ASSERT(size_ && definition < *size_ && out.size() == choices_.size(),
                "no definition of the lattice");
  for (auto i = choices_.size(); i-- > 0;) {
    const auto count = choices_[i].options.size();
    out[i] = static_cast<std::uint32_t>(definition % count);
    definition /= count;
  }
}

std::uint64_t Lattice::definition(std::span<const std::uint32_t> options) const {
  RERATE_ASSERT(size_ && options.size() == choices_.size(), "an option of every choice");
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < options.size(); ++i) {
    RERATE_ASSERT(options[i] < choices_[i].options.size(), "no option of the choice");
    number += stride_[i] * options[i];
  }
  return number;
}

std::uint64_t Lattice::usual() const {
  RERATE_ASSERT(size_, "a lattice that is too large for numbers");
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < choices_.size(); ++i) number += stride_[i] * choices_[i].usual;
  return number;
}

LatticeDistance Lattice::distance(std::uint64_t definition) const {
  RERATE_ASSERT(size_ && definition < *size_, "no definition of the lattice");
  LatticeDistance distance;
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    const auto& choice = choices_[i];
    const auto option = definition / stride_[i] % choice.options.size();
    if (option == choice.usual) continue;
    ++distance.choices;
    const auto apart = option > choice.usual ? option - choice.usual : choice.usual - option;
    distance.steps += choice.ordered
                          ? static_cast<double>(apart) / static_cast<double>(choice.options.size() - 1)
                          : steps_off_scale(choice, option);
  }
  return distance;
}

std::string Lattice::difference(std::uint64_t definition) const {
  RERATE_ASSERT(size_ && definition < *size_, "no definition of the lattice");
  std::string text;
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    const auto& choice = choices_[i];
    const auto option = definition / stride_[i] % choice.options.size();
    if (option == choice.usual) continue;
    text += (text.empty() ? "" : ", ") + change_in_words(choice, option);
  }
  return text.empty() ? "as in the study" : text;
}

std::vector<std::uint64_t> Lattice::sample(std::uint64_t count) const {
  RERATE_ASSERT(size_, "a lattice that is too large for numbers");
  std::vector<std::uint64_t> drawn;
  if (count >= *size_) {
    for (std::uint64_t number = 0; number < *size_; ++number) drawn.push_back(number);
    return drawn;
  }
  if (count == 0) return drawn;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < choices_.size(); ++i)
    if (choices_[i].options.size() > 1) open.push_back(i);
  SobolPoints points(open.size());
  std::unordered_set<std::uint64_t> seen{usual()};
  seen.reserve(count);
  drawn.push_back(usual());
  // A lattice that is nearly used up gives few new definitions: the rest are those next in line.
  for (std::uint64_t tries = 0; drawn.size() < count && tries < 8 * count; ++tries) {
    std::uint64_t number = 0;
    const auto point = points.next();
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto options = choices_[open[i]].options.size();
      const auto option = static_cast<std::uint64_t>(point[i] * static_cast<double>(options));
      number += stride_[open[i]] * std::min<std::uint64_t>(option, options - 1);
    }
    if (seen.insert(number).second) drawn.push_back(number);
  }
  for (std::uint64_t number = 0; drawn.size() < count; ++number)
    if (seen.insert(number).second) drawn.push_back(number);
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

std::optional<std::uint64_t> nearest(const Lattice& lattice, std::span<const std::uint64_t> definitions,
                                     const std::function<bool(std::size_t)>& flips) {
  std::optional<std::uint64_t> found;
  LatticeDistance least;
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    if (!flips(i)) continue;
    const auto distance = lattice.distance(definitions[i]);
    const bool nearer = !found || distance < least || (distance == least && definitions[i] < *found);
    if (!nearer) continue;
    found = definitions[i];
    least = distance;
  }
  return found;
}

}  // namespace rerate
