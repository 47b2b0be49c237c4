"""placeholder "recording_checked" """
