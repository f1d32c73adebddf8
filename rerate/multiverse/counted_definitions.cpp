#include "rerate/multiverse/counted_definitions.h"

#include <algorithm>
#include <iterator>

namespace rerate {
namespace {

// Some 20 ms; and how deep pieces are cut.
constexpr std::uint64_t kMostWork = 2'000'000;
constexpr std::size_t kMostBoxes = 1'000;

using Options = std::vector<std::uint32_t>;
const Options kAsInTheStudy = {0};

const Options& at(const std::vector<Options>& box, std::size_t axis) {
  return axis < box.size() ? box[axis] : kAsInTheStudy;
}

Options common(const Options& a, const Options& b) {
  Options out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

Options without(const Options& a, const Options& b) {
  Options out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

// Words and hashes may look alike.
std::string identity(const RememberedChoice& choice, std::size_t option) {
  const bool hashed = option < choice.contents.size() && !choice.contents[option].empty();
  return hashed ? "#" + choice.contents[option] : "=" + choice.options[option];
}

}  // namespace

CountedDefinitions::Box CountedDefinitions::box_of(const RememberedLattice& lattice) {
  Box box;
  for (const auto& choice : lattice.choices) {
    auto& axis = axes_.emplace(choice.key, Axis{axes_.size(), {}}).first->second;
    if (box.size() <= axis.place) box.resize(axis.place + 1, kAsInTheStudy);
    Options options;
    for (std::size_t i = 0; i < choice.options.size(); ++i) {
      const auto next = static_cast<std::uint32_t>(axis.options.size() + 1);
      options.push_back(i == choice.usual ? 0
                                          : axis.options.emplace(identity(choice, i), next).first->second);
    }
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    box[axis.place] = std::move(options);
  }
  return box;
}

// What lies outside of one box is cut into at most one piece an axis, which do not meet.
std::optional<std::uint64_t> CountedDefinitions::outside(Box box, std::size_t from) {
  for (std::size_t k = from; k < boxes_.size(); ++k) {
    const auto& there = boxes_[k];
    const auto axes = std::max(box.size(), there.size());
    std::vector<Options> shared;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      work_ += at(box, axis).size() + 1;
      if (work_ > kMostWork) return std::nullopt;
      shared.push_back(common(at(box, axis), at(there, axis)));
      if (shared.back().empty()) break;
    }
    if (!shared.empty() && shared.back().empty()) continue;
    std::uint64_t count = 0;
    box.resize(axes, kAsInTheStudy);
    for (std::size_t axis = 0; axis < axes; ++axis) {
      auto rest = without(box[axis], shared[axis]);
      if (!rest.empty()) {
        auto piece = box;
        piece[axis] = std::move(rest);
        for (const auto& options : piece) work_ += options.size();
        const auto its = outside(std::move(piece), k + 1);
        if (!its) return std::nullopt;
        count += *its;
      }
      box[axis] = shared[axis];
    }
    return count;
  }
  std::uint64_t count = 1;
  for (const auto& options : box) count *= options.size();
  return count;
}

std::optional<std::uint64_t> CountedDefinitions::outside(const RememberedLattice& lattice) {
  return outside(box_of(lattice), 0);
}

void CountedDefinitions::add(const RememberedLattice& lattice) {
  if (boxes_.size() < kMostBoxes) boxes_.push_back(box_of(lattice));
}

}  // namespace rerate
