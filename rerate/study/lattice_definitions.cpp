#include "rerate/study/lattice_definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "rerate/study/sentence.h"

namespace rerate {
namespace {

Place place_of(const SectionRequest& section) {
  const auto& places = section.choices->places;
  if (!to_string(section.multiverse.place).empty()) return section.multiverse.place;
  return places.empty() ? section.place : places.front();
}

// "below 9 options, until 9, horizon 24".
std::string choices_in_words(const Lattice& lattice) {
  std::string words;
  for (const auto& choice : lattice.choices())
    words += fmt::format("{}{} {}{}", words.empty() ? "" : ", ", choice.name, choice.options.size(),
                         words.empty() ? " options" : "");
  return words;
}

}  // namespace

std::vector<std::uint64_t> lattice_definitions(const SectionRequest& section, const Lattice& lattice,
                                               const RunLimits& limits, std::uint64_t usual) {
  const auto most = limits.most ? limits.most : section.multiverse.most;
  if (!lattice.size())
    refuse(ErrorCode::lattice_too_large,
           fmt::format("the choices of `{}` make {} definitions ({}), more than can be numbered", section.id,
                       lattice.size_in_words(), choices_in_words(lattice)),
           "Drop options, or make several sections of it.", place_of(section));
  if (!most && *lattice.size() > usual)
    refuse(ErrorCode::lattice_too_large,
           fmt::format("the choices of `{}` make {} definitions ({}), and at most {} are run unasked",
                       section.id, lattice.size_in_words(), choices_in_words(lattice),
                       grouped(static_cast<double>(usual), 0)),
           "Ask for an even sample: multiverse = { most = 10000 } in the section, or "
           "`rerate multiverse STUDY --max 10000`. Or drop options.",
           place_of(section));
  return lattice.sample(most ? std::max<std::uint64_t>(*most, 1) : *lattice.size());
}

}  // namespace rerate
