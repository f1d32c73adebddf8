#pragma once

// Two sections of the study that ships with Rerate with choices left open, and what streams of them.

#include <memory>

#include "rerate/study/definition_stream.h"
#include "rerate/study/open_study_for_test.h"

namespace rerate {

struct StreamedStudy {
  const OpenStudy& open;
  const SectionContext& context;
  SectionRequest events;  // 54 definitions
  SectionRequest curve;   // 9, of which those with the last gap cannot be run

  StreamedStudy() : StreamedStudy(opened()) {}

 private:
  explicit StreamedStudy(const OpenStudy& study)
      : open(study),
        context(study.context),
        events(study.section("manufacturing-lows")),
        curve(study.section("curve-recessions")) {
    auto choices = std::make_shared<SectionChoices>(*curve.choices);
    choices->read = [read = choices->read](std::span<const std::uint32_t> options) {
      if (options[0] == 2) refuse(ErrorCode::study_file, "made to fail");
      return read(options);
    };
    curve.choices = std::move(choices);
  }

  static const OpenStudy& opened() {
    static OpenStudy study = read_open_study(
        {{"episode = { below = -15, until = 10 }\nanchor = \"trough\"\nasset = \"small\"\nbenchmark = "
          "\"large\"\n"
          "horizon = \"12m\"",
          "episode = { below = [-15, -20, -10], until = [10, 0, 5], gap = [1, 3, 6] }\nanchor = \"trough\"\n"
          "asset = \"small\"\nbenchmark = \"large\"\nhorizon = [\"12m\", \"6m\"]"},
         {"gap = \"12m\"\nwindow = \"24m\"",
          "gap = [\"12m\", \"6m\", \"13m\"]\nwindow = [\"24m\", \"12m\", \"18m\"]"}});
    study.context.inputs = &study.evaluated.inputs;
    return study;
  }
};

inline StreamedDefinitions collected(const DefinitionStream& stream, std::uint64_t first = 0) {
  StreamedDefinitions all;
  all.figures.resize(stream.columns().size());
  stream.run(first,
             [&](const StreamedDefinitions& some) {
               all.definitions.insert(all.definitions.end(), some.definitions.begin(),
                                      some.definitions.end());
               for (std::size_t c = 0; c < some.figures.size(); ++c)
                 all.figures[c].insert(all.figures[c].end(), some.figures[c].begin(), some.figures[c].end());
             },
             {});
  return all;
}

}  // namespace rerate
